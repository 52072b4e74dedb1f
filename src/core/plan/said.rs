//! A plan in one plain sentence: the step that costs most, and how much of the whole it is.

use super::{Node, Plan};
use crate::evidence::Evidence;
use crate::sentence::Dossier;
use crate::value::Value;

/// Says it of the statement of this name (`queryid 42`).
pub fn said(plan: &Plan, statement: &str) -> Dossier {
    let shares = plan.root.shares();
    let Some(most) = shares.iter().max_by(|a, b| a.cost.total_cmp(&b.cost)) else { return Dossier::default() };
    let whole: f64 = shares.iter().map(|share| share.cost).sum();
    let estimated = |measure, value| Evidence::estimated("plan", statement, measure, value);
    let percent = if whole > 0.0 { 100.0 * most.cost / whole } else { 100.0 };
    let share = estimated("share_of_cost", Value::Percent(percent));
    let cost = estimated("total_cost", Value::Number(plan.root.total_cost.round()));
    let mut words = Words::default();
    words.add("{} of the planner's estimated cost of {} is ", &[share, cost]);
    step(most.node, &mut words, statement);
    if plan.changes_rows {
        words.add("; this is how it finds the rows it changes", &[]);
    }
    let mut dossier = Dossier::default();
    dossier.say(&words.template, &words.evidence.iter().collect::<Vec<_>>());
    dossier
}

/// A sentence in the making.
#[derive(Default)]
struct Words {
    template: String,
    evidence: Vec<Evidence>,
}

impl Words {
    fn add(&mut self, template: &str, evidence: &[Evidence]) {
        self.template.push_str(template);
        self.evidence.extend_from_slice(evidence);
    }
}

fn step(node: &Node, words: &mut Words, statement: &str) {
    let of = |measure, value| Evidence::estimated("plan", statement, measure, value);
    let rows = |rows: f64| of("rows", Value::Count(rows.round() as i64));
    let named = |measure, name: &Option<String>| of(measure, Value::Name(name.clone().unwrap_or_default()));
    let fed_by: f64 = node.children.iter().map(|child| child.rows).fold(0.0, f64::max);
    match (node.kind.as_str(), &node.relation, &node.index) {
        ("Seq Scan", Some(_), _) => match (node.relation_rows, node.filters > 0) {
            (Some(all), true) => words.add(
                "reading all of table {}: about {} rows are read, and about {} kept",
                &[named("relation", &node.relation), rows(all), rows(node.rows)],
            ),
            _ => words
                .add("reading all of table {}: about {} rows", &[named("relation", &node.relation), rows(node.rows)]),
        },
        (_, Some(_), Some(_)) => words.add(
            "reading table {} by its index {}: about {} rows each time",
            &[named("relation", &node.relation), named("index", &node.index), rows(node.rows)],
        ),
        (_, None, Some(_)) => {
            words.add("reading index {}: about {} rows", &[named("index", &node.index), rows(node.rows)]);
        }
        (_, Some(_), None) => {
            words.add("reading table {}: about {} rows", &[named("relation", &node.relation), rows(node.rows)]);
        }
        ("Sort" | "Incremental Sort", ..) => words.add("sorting about {} rows", &[rows(fed_by)]),
        ("Hash Join" | "Merge Join" | "Nested Loop", ..) => {
            words.add("joining about {} rows with others, by step {}", &[rows(fed_by), kind(node, statement)]);
        }
        (name, ..) if name.ends_with("Aggregate") || name == "Group" => {
            words.add("grouping about {} rows, by step {}", &[rows(fed_by), kind(node, statement)]);
        }
        _ => words.add("step {}: about {} rows", &[kind(node, statement), rows(node.rows)]),
    }
}

fn kind(node: &Node, statement: &str) -> Evidence {
    Evidence::estimated("plan", statement, "step", Value::Word(node.kind.clone()))
}

#[cfg(test)]
mod tests {
    use super::super::tests::scan;
    use super::*;
    use crate::verify::{drop_unheld, Vocabulary};

    fn sentence(root: Node, changes_rows: bool) -> String {
        let dossier = said(&Plan { root, changes_rows }, "queryid 42");
        let (held, dropped) = drop_unheld(&dossier, &Vocabulary::own());
        assert!(dropped.is_empty(), "{dropped:?}");
        held.sentences[0].text.clone()
    }

    #[test]
    fn a_whole_table_read_for_few_rows_is_said_so() {
        let read = Node { filters: 1, ..scan("Seq Scan", "shop.orders", 20_000.0, 3.0) };
        assert_eq!(
            sentence(read, false),
            "100 % of the planner's estimated cost of 20,000 is reading all of table \"shop.orders\": \
             about 1,000,000 rows are read, and about 3 kept"
        );
    }

    #[test]
    fn an_index_is_named() {
        let read = Node { index: Some("shop.orders_pkey".into()), ..scan("Index Scan", "shop.orders", 8.0, 1.0) };
        assert!(sentence(read.clone(), false).ends_with("by its index \"shop.orders_pkey\": about 1 rows each time"));
        assert!(sentence(read, true).ends_with("how it finds the rows it changes"));
    }

    #[test]
    fn a_sort_says_how_many_rows_it_sorts() {
        let below = scan("Seq Scan", "shop.orders", 100.0, 50_000.0);
        let sort =
            Node { kind: "Sort".into(), total_cost: 900.0, rows: 50_000.0, children: vec![below], ..Node::default() };
        assert!(sentence(sort, false).contains("sorting about 50,000 rows"));
    }
}
