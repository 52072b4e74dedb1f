//! A plan as the planner made it: typed, not a text. What it would cost is the planner's estimate.

mod said;
mod stranger;

pub use said::said;
pub use stranger::{Planned, Stranger};

use serde::{Deserialize, Serialize};

/// One step and the steps that feed it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Node {
    /// As EXPLAIN names it: `Seq Scan`, `Hash Join`.
    pub kind: String,
    /// `schema.table` of a scan.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub relation: Option<String>,
    /// Rows of that relation, as the catalogs estimate them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub relation_rows: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub index: Option<String>,
    /// `inner`, `left`, `semi` of a join.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub join: Option<String>,
    /// Conditions that are checked for each row it reads.
    pub filters: usize,
    pub startup_cost: f64,
    pub total_cost: f64,
    pub rows: f64,
    pub width_bytes: i32,
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub children: Vec<Node>,
}

/// A statement that was planned.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    pub root: Node,
    /// The statement changes rows; planned is how it finds them.
    pub changes_rows: bool,
}

/// One step with its share of the whole.
pub(crate) struct Share<'a> {
    pub(crate) node: &'a Node,
    pub(crate) cost: f64,
}

impl Node {
    /// Every step with what it costs by itself. The inner side of a nested loop runs once for each row of the outer
    /// one, and below a limit only a part of each step runs (costsize.c).
    pub(crate) fn shares(&self) -> Vec<Share<'_>> {
        let mut out = Vec::new();
        self.share(1.0, &mut out);
        out
    }

    fn share<'a>(&'a self, times: f64, out: &mut Vec<Share<'a>>) {
        let mut below = 0.0;
        for (at, child) in self.children.iter().enumerate() {
            let each = match self.kind.as_str() {
                "Nested Loop" if at == 1 => self.children.first().map_or(1.0, |outer| outer.rows.max(1.0)),
                "Limit" => child.part_below(self.total_cost),
                _ => 1.0,
            };
            below += child.total_cost * each;
            child.share(times * each, out);
        }
        out.push(Share { node: self, cost: (self.total_cost - below).max(0.0) * times });
    }

    /// The part of this step that runs when the step above stops at this cost.
    fn part_below(&self, cost: f64) -> f64 {
        match self.total_cost > 0.0 {
            true => (cost / self.total_cost).clamp(0.0, 1.0),
            false => 1.0,
        }
    }

    /// The plan as EXPLAIN lays it out, a line a step.
    pub fn lines(&self) -> Vec<String> {
        let mut out = Vec::new();
        self.line(0, &mut out);
        out
    }

    fn line(&self, depth: usize, out: &mut Vec<String>) {
        let indent = match depth {
            0 => String::new(),
            depth => format!("{:width$}->  ", "", width = 6 * (depth - 1) + 2),
        };
        let join = self.join.as_deref().filter(|join| *join != "inner").map(|join| format!(" ({join})"));
        let using = self.index.as_ref().map(|index| format!(" using {index}"));
        let on = self.relation.as_ref().map(|relation| format!(" on {relation}"));
        out.push(format!(
            "{indent}{}{}{}{}  (cost={:.2}..{:.2} rows={:.0} width={})",
            self.kind,
            join.unwrap_or_default(),
            using.unwrap_or_default(),
            on.unwrap_or_default(),
            self.startup_cost,
            self.total_cost,
            self.rows,
            self.width_bytes,
        ));
        self.children.iter().for_each(|child| child.line(depth + 1, out));
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn scan(kind: &str, relation: &str, cost: f64, rows: f64) -> Node {
        Node {
            kind: kind.into(),
            relation: Some(relation.into()),
            relation_rows: Some(1_000_000.0),
            total_cost: cost,
            rows,
            ..Node::default()
        }
    }

    fn over(kind: &str, cost: f64, children: Vec<Node>) -> Node {
        Node { kind: kind.into(), total_cost: cost, rows: 1.0, children, ..Node::default() }
    }

    fn dearest(root: &Node) -> (&str, f64) {
        let shares = root.shares();
        let most = shares.iter().max_by(|a, b| a.cost.total_cmp(&b.cost)).unwrap();
        (most.node.relation.as_deref().unwrap_or(&most.node.kind), most.cost)
    }

    #[test]
    fn the_inner_side_of_a_nested_loop_runs_once_for_each_outer_row() {
        let outer = scan("Seq Scan", "shop.customers", 10.0, 100.0);
        let inner = scan("Index Scan", "shop.orders", 8.0, 1.0);
        assert_eq!(dearest(&over("Nested Loop", 820.0, vec![outer.clone(), inner.clone()])), ("shop.orders", 800.0));
        assert_eq!(dearest(&over("Hash Join", 20.0, vec![outer, inner])), ("shop.customers", 10.0));
    }

    #[test]
    fn a_limit_pays_for_a_part_of_what_is_below() {
        let below = scan("Seq Scan", "shop.orders", 1_000.0, 100_000.0);
        let limited = over("Limit", 1.0, vec![below]);
        assert_eq!(dearest(&limited), ("shop.orders", 1.0));
    }

    #[test]
    fn it_reads_as_explain_does() {
        let plan = over("Hash Join", 30.0, vec![scan("Seq Scan", "shop.orders", 20.0, 5.0)]);
        assert_eq!(
            plan.lines(),
            [
                "Hash Join  (cost=0.00..30.00 rows=1 width=0)",
                "  ->  Seq Scan on shop.orders  (cost=0.00..20.00 rows=5 width=0)"
            ]
        );
    }
}
