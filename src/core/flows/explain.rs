//! The plan of one statement: of a person's text, or of a statement that pg_stat_statements has counted. It is never
//! run.

use super::explain_slow::unreadable;
use crate::evidence::facts::Facts;
use crate::evidence::statements::{names, Statement};
use crate::evidence::{Evidence, Family, Unread};
use crate::fault::{Fault, Kind};
use crate::plan::{said, Plan, Stranger};
use crate::sentence::Dossier;
use crate::verify::{drop_unheld, Vocabulary};
use crate::world::World;

const HINT: &str = "SELECT copilot.explain('select count(*) from pg_class'); or, for a statement that was counted, \
                    SELECT copilot.explain(queryid) FROM copilot.explain_slow();";

/// A plan in words, and the evidence of its sentence.
#[derive(Clone, Debug, PartialEq)]
pub struct Explained {
    pub text: String,
    pub evidence: Vec<Evidence>,
}

/// Plans a person's statement with the caller's rights.
pub fn explain_text(world: &mut impl World, sql: Option<&str>) -> Result<Explained, Fault> {
    let sql = sql.ok_or_else(|| Fault::null_argument("sql", HINT))?;
    if sql.trim().is_empty() {
        return Err(Fault::new(Kind::InvalidArgument, "the statement is empty").hint(HINT));
    }
    let plan = world.plan_own(sql)?;
    Ok(explained(&plan, "this statement", None))
}

/// Plans a statement that pg_stat_statements has counted, as the role that ran it.
pub fn explain_counted(world: &mut impl World, queryid: Option<i64>) -> Result<Explained, Fault> {
    let queryid = queryid.ok_or_else(|| Fault::null_argument("queryid", HINT))?.to_string();
    let facts = Facts::load(world, &[Family::Statements]);
    let all = facts.statements().map_err(unreadable)?;
    let names = names(all);
    let found = all.iter().zip(&names).find(|(s, _)| s.queryid.as_deref() == Some(queryid.as_str()));
    let (statement, name) = found.ok_or_else(|| {
        Fault::new(Kind::NotFound, format!("there is no statement with queryid {queryid} that you may see"))
            .detail("It is looked for among the 200 statements of this database that took most time.")
            .hint("SELECT queryid, query FROM copilot.explain_slow(100);")
    })?;
    let plan = plan_of(world, statement).map_err(|unread| not_planned(unread, name))?;
    let heading = format!("Statement {name}, planned as role {}:", statement.role_name);
    Ok(explained(&plan, name, Some(heading)))
}

/// The plan of a counted statement, if its whole text is there.
pub(super) fn plan_of(world: &mut impl World, statement: &Statement) -> Result<Plan, Unread> {
    let hidden = || Unread::privilege("its text is hidden", "GRANT pg_read_all_stats TO CURRENT_USER");
    let text = statement.query.as_deref().ok_or_else(hidden)?;
    let kept = text.chars().count();
    if statement.query_chars.is_some_and(|chars| usize::try_from(chars).is_ok_and(|chars| chars > kept)) {
        return Err(Unread::because(crate::evidence::Reason::Budget, "its text is too long to be planned"));
    }
    world.plan(&Stranger { role_name: &statement.role_name, text })
}

fn not_planned(unread: Unread, name: &str) -> Fault {
    let fault = Fault::new(Kind::NotPlanned, format!("{name} could not be planned")).detail(sentence(&unread.detail));
    Fault { hint: unread.opens_with, ..fault }
}

fn sentence(detail: &str) -> String {
    let mut letters = detail.chars();
    let first = letters.next().map(|c| c.to_uppercase().collect::<String>()).unwrap_or_default();
    format!("{first}{}.", letters.as_str().trim_end_matches('.'))
}

/// The plan's sentence as far as its evidence holds it.
pub(super) fn in_words(plan: &Plan, name: &str) -> Dossier {
    drop_unheld(&said(plan, name), &Vocabulary::own()).0
}

fn explained(plan: &Plan, name: &str, heading: Option<String>) -> Explained {
    let held = in_words(plan, name);
    let sentences = held.sentences.iter().map(|s| format!("{}.", s.text));
    let lines = heading.into_iter().chain(sentences).chain(plan.root.lines());
    Explained { text: lines.collect::<Vec<_>>().join("\n"), evidence: held.evidence }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::fake::FakeWorld;
    use crate::plan::Node;

    const BUSY: &str = include_str!("../../../tests/fixtures/15/statements_busy/statements.json");

    fn plan() -> Plan {
        let root = Node {
            kind: "Seq Scan".into(),
            relation: Some("public.orders".into()),
            total_cost: 20.0,
            rows: 7.0,
            ..Node::default()
        };
        Plan { root, changes_rows: false }
    }

    fn first() -> Statement {
        serde_json::from_str(BUSY.lines().next().unwrap()).unwrap()
    }

    #[test]
    fn a_counted_statement_is_planned_as_its_role() {
        let text = first().query.unwrap();
        let mut world = FakeWorld::new().with_text(Family::Statements, BUSY).planning(&text, plan());
        let id = first().queryid.unwrap().parse().unwrap();
        let said = explain_counted(&mut world, Some(id)).unwrap();
        assert!(said.text.starts_with(&format!("Statement queryid {id}, planned as role {}:\n", first().role_name)));
        assert!(said.text.contains("\nSeq Scan on public.orders  (cost="));
        assert!(!said.evidence.is_empty());
    }

    #[test]
    fn what_has_no_plan_says_why() {
        let mut world = FakeWorld::new().with_text(Family::Statements, BUSY);
        let id = first().queryid.unwrap().parse().unwrap();
        let fault = explain_counted(&mut world, Some(id)).unwrap_err();
        assert_eq!((fault.kind, fault.detail.as_deref()), (Kind::NotPlanned, Some("This world plans nothing.")));
        assert_eq!(explain_counted(&mut world, Some(1)).unwrap_err().kind, Kind::NotFound);
        assert_eq!(explain_counted(&mut world, None).unwrap_err().kind, Kind::NullArgument);
        assert_eq!(explain_text(&mut world, Some(" ")).unwrap_err().kind, Kind::InvalidArgument);
    }
}
