//! Adding a check of one's own, and taking it away.

use crate::checks::{manual, registry, Severity};
use crate::decision::Decision;
use crate::fault::{Fault, Kind};
use crate::gate::allowing::demand_reason;
use crate::world::World;

const LONGEST_ID: usize = 63;
const ADD: &str = "SELECT copilot.add_check('no_orders', \
                   $$select 'shop.orders' as object, 'no order since ' || max(at) as summary \
                   from shop.orders having max(at) < now() - interval '1 hour'$$, 'the shop stands still')";
const DROP: &str = "SELECT copilot.drop_check('no_orders', 'the shop is closed')";

/// The statement is tried first, so that what cannot run is heard of now. Gives a sentence.
pub fn add(
    world: &mut impl World,
    id: Option<&str>,
    sql: Option<&str>,
    reason: Option<&str>,
    severity: Option<&str>,
) -> Result<String, Fault> {
    let id = possible(id.ok_or_else(|| Fault::null_argument("id", ADD))?)?;
    let sql = sql.ok_or_else(|| Fault::null_argument("sql", ADD))?;
    let reason = demand_reason(reason, ADD)?;
    let severity = severity.ok_or_else(|| Fault::null_argument("severity", ADD))?;
    let severity = Severity::parse(severity).ok_or_else(|| {
        Fault::new(Kind::InvalidArgument, format!("there is no severity \"{}\"", shown(severity)))
            .hint("info, low, medium, high or critical")
    })?;
    let has_columns = format!("select q.object::text, q.summary::text from (\n{sql}\n) q limit 0");
    world.run_sql(&has_columns)?;
    world.decide(&Decision::AddCheck {
        id: id.into(),
        sql: sql.into(),
        severity: manual::severity(severity).into(),
        reason,
    })?;
    Ok(format!("{id} is part of every report, with the rights of whoever asks for it"))
}

/// Reports are without it from now on.
pub fn drop(world: &mut impl World, id: Option<&str>, reason: Option<&str>) -> Result<String, Fault> {
    let id = id.ok_or_else(|| Fault::null_argument("id", DROP))?;
    demand_reason(reason, DROP)?;
    match world.decide(&Decision::DropCheck { id: id.into() })? {
        0 => Err(Fault::new(Kind::NotFound, format!("there is no check of your own \"{}\"", shown(id)))
            .hint("SELECT id FROM copilot.own_checks")),
        _ => Ok(format!("{id} is no part of reports any more")),
    }
}

fn shown(typed: &str) -> String {
    typed.chars().take(60).collect()
}

fn possible(id: &str) -> Result<&str, Fault> {
    let of_letters = id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    if !of_letters || !id.starts_with(|c: char| c.is_ascii_lowercase()) || id.len() > LONGEST_ID {
        return Err(Fault::new(Kind::InvalidArgument, format!("a check cannot be called \"{}\"", shown(id)))
            .detail(format!("A letter, then letters, digits and _, all lower case, at most {LONGEST_ID}."))
            .hint(ADD));
    }
    match registry::find(id) {
        Some(_) => Err(Fault::new(Kind::InvalidArgument, format!("there is a check {id} already"))
            .hint("SELECT id, name FROM copilot.checks()")),
        None => Ok(id),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::fake::FakeWorld;
    use crate::gate::Rows;

    fn add_kind(world: FakeWorld, id: &str, severity: &str) -> Option<Kind> {
        let mut world = world;
        add(&mut world, Some(id), Some("select 1"), Some("why"), Some(severity)).err().map(|fault| fault.kind)
    }

    fn runs() -> FakeWorld {
        FakeWorld::new().giving(Rows::default())
    }

    #[test]
    fn a_check_is_tried_before_it_is_added() {
        let mut world = runs();
        add(&mut world, Some("no_orders"), Some("select 1 -- one"), Some("why"), Some("high")).unwrap();
        assert!(
            matches!(&world.decided()[0], Decision::AddCheck { id, severity, .. } if id == "no_orders" && severity == "high")
        );

        let mut refuses = FakeWorld::new();
        let fault = add(&mut refuses, Some("no_orders"), Some("drop table t"), Some("why"), Some("high")).unwrap_err();
        assert_eq!(fault.kind, Kind::RefusedSql);
        assert!(refuses.decided().is_empty());
    }

    #[test]
    fn a_name_is_plain_and_nobody_elses() {
        assert_eq!(add_kind(runs(), "a1_b", "low"), None);
        for id in ["", "1a", "A", "a-b", "é", "unused_index", &"a".repeat(64)] {
            assert_eq!(add_kind(runs(), id, "low"), Some(Kind::InvalidArgument), "{id}");
        }
        assert_eq!(add_kind(runs(), "a", "Low"), Some(Kind::InvalidArgument));
    }
}
