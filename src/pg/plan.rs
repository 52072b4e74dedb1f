//! The planner's tree as core's: typed, without the text of EXPLAIN.

use crate::pg::text::from_server;
use copilot_core::evidence::{Reason, Unread};
use copilot_core::plan::Node;
use pgrx::pg_sys::{self, NodeTag};

/// Goes on when the executor would let the acting role read all of it. Planning itself checks no rights.
pub(crate) fn demand_rights(planned: *mut pg_sys::PlannedStmt) -> Result<(), Unread> {
    // SAFETY: the range table of a plan; told so, the check answers instead of raising.
    #[cfg(feature = "pg15")]
    let may = unsafe { pg_sys::ExecCheckRTPerms((*planned).rtable, false) };
    #[cfg(not(feature = "pg15"))]
    let may = unsafe { pg_sys::ExecCheckPermissions((*planned).rtable, (*planned).permInfos, false) };
    match may {
        true => Ok(()),
        false => Err(Unread::because(Reason::Privilege, "the role it is planned as may not read its relations")),
    }
}

/// The whole plan: the tree, with plans of sub-queries and common tables below the step that they stand beside.
pub(crate) fn tree(planned: *mut pg_sys::PlannedStmt) -> Node {
    // SAFETY: a plan of the planner's.
    unsafe { Tree { planned }.node((*planned).planTree) }
}

struct Tree {
    planned: *mut pg_sys::PlannedStmt,
}

impl Tree {
    unsafe fn node(&self, plan: *mut pg_sys::Plan) -> Node {
        // SAFETY: each cast follows the node's tag; every node begins with a Plan.
        unsafe {
            let base = &*plan;
            let mut node = Node {
                kind: kind(plan),
                filters: items::<pg_sys::Node>(base.qual).len(),
                startup_cost: base.startup_cost,
                total_cost: base.total_cost,
                rows: base.plan_rows,
                width_bytes: base.plan_width,
                ..Node::default()
            };
            self.name(plan, &mut node);
            node.children = self.children(plan);
            node
        }
    }

    unsafe fn name(&self, plan: *mut pg_sys::Plan, node: &mut Node) {
        // SAFETY: as in `node`.
        unsafe {
            match (*plan).type_ {
                NodeTag::T_SeqScan
                | NodeTag::T_SampleScan
                | NodeTag::T_BitmapHeapScan
                | NodeTag::T_TidScan
                | NodeTag::T_TidRangeScan => {}
                NodeTag::T_IndexScan => node.index = Some(name((*plan.cast::<pg_sys::IndexScan>()).indexid)),
                NodeTag::T_IndexOnlyScan => node.index = Some(name((*plan.cast::<pg_sys::IndexOnlyScan>()).indexid)),
                NodeTag::T_BitmapIndexScan => {
                    node.index = Some(name((*plan.cast::<pg_sys::BitmapIndexScan>()).indexid));
                    return;
                }
                NodeTag::T_NestLoop | NodeTag::T_MergeJoin | NodeTag::T_HashJoin => {
                    node.join = Some(join((*plan.cast::<pg_sys::Join>()).jointype).into());
                    return;
                }
                _ => return,
            }
            let at = scanned(plan);
            let entries = items::<pg_sys::RangeTblEntry>((*self.planned).rtable);
            if let Some(entry) = at.checked_sub(1).and_then(|at| entries.get(at)) {
                node.relation = Some(name((**entry).relid));
                node.relation_rows = estimated_rows((**entry).relid);
            }
        }
    }

    unsafe fn children(&self, plan: *mut pg_sys::Plan) -> Vec<Node> {
        // SAFETY: as in `node`.
        unsafe {
            let mut below: Vec<*mut pg_sys::Plan> = [(*plan).lefttree, (*plan).righttree].into();
            match (*plan).type_ {
                NodeTag::T_Append => below.extend(items((*plan.cast::<pg_sys::Append>()).appendplans)),
                NodeTag::T_MergeAppend => below.extend(items((*plan.cast::<pg_sys::MergeAppend>()).mergeplans)),
                NodeTag::T_BitmapAnd => below.extend(items((*plan.cast::<pg_sys::BitmapAnd>()).bitmapplans)),
                NodeTag::T_BitmapOr => below.extend(items((*plan.cast::<pg_sys::BitmapOr>()).bitmapplans)),
                NodeTag::T_SubqueryScan => below.push((*plan.cast::<pg_sys::SubqueryScan>()).subplan),
                _ => {}
            }
            let subplans = items::<pg_sys::Plan>((*self.planned).subplans);
            for once in items::<pg_sys::SubPlan>((*plan).initPlan) {
                let at = usize::try_from((*once).plan_id).unwrap_or_default();
                below.extend(at.checked_sub(1).and_then(|at| subplans.get(at)));
            }
            below.into_iter().filter(|child| !child.is_null()).map(|child| self.node(child)).collect()
        }
    }
}

fn items<T>(list: *mut pg_sys::List) -> Vec<*mut T> {
    crate::pg::lists::items(list)
}

unsafe fn scanned(plan: *mut pg_sys::Plan) -> usize {
    // SAFETY: every scan begins with a Scan.
    usize::try_from(unsafe { (*plan.cast::<pg_sys::Scan>()).scanrelid }).unwrap_or_default()
}

/// `schema.name`.
fn name(oid: pg_sys::Oid) -> String {
    // SAFETY: look-ups in the catalog's caches, NULL for what is gone.
    unsafe {
        let (name, schema) = (pg_sys::get_rel_name(oid), pg_sys::get_namespace_name(pg_sys::get_rel_namespace(oid)));
        match name.is_null() || schema.is_null() {
            true => format!("relation {}", oid.to_u32()),
            false => format!("{}.{}", from_server(schema), from_server(name)),
        }
    }
}

fn estimated_rows(relation: pg_sys::Oid) -> Option<f64> {
    let sql = "select reltuples::pg_catalog.float8 from pg_catalog.pg_class where oid = $1 and reltuples >= 0";
    crate::pg::lookup::value::<f64>(sql, &[relation.into()]).ok().flatten()
}

fn join(kind: pg_sys::JoinType::Type) -> &'static str {
    match kind {
        pg_sys::JoinType::JOIN_LEFT => "left",
        pg_sys::JoinType::JOIN_RIGHT => "right",
        pg_sys::JoinType::JOIN_FULL => "full",
        pg_sys::JoinType::JOIN_SEMI => "semi",
        pg_sys::JoinType::JOIN_ANTI => "anti",
        _ => "inner",
    }
}

/// As EXPLAIN names a step (ExplainNode in explain.c).
unsafe fn kind(plan: *mut pg_sys::Plan) -> String {
    // SAFETY: the cast follows the tag.
    let (tag, strategy) = unsafe {
        let tag = (*plan).type_;
        (tag, (tag == NodeTag::T_Agg).then(|| (*plan.cast::<pg_sys::Agg>()).aggstrategy))
    };
    if let Some(strategy) = strategy {
        return match strategy {
            pg_sys::AggStrategy::AGG_SORTED => "GroupAggregate",
            pg_sys::AggStrategy::AGG_HASHED => "HashAggregate",
            pg_sys::AggStrategy::AGG_MIXED => "MixedAggregate",
            _ => "Aggregate",
        }
        .into();
    }
    match tag {
        NodeTag::T_NestLoop => "Nested Loop".into(),
        NodeTag::T_IncrementalSort => "Incremental Sort".into(),
        NodeTag::T_BitmapAnd => "BitmapAnd".into(),
        NodeTag::T_BitmapOr => "BitmapOr".into(),
        NodeTag::T_WindowAgg => "WindowAgg".into(),
        NodeTag::T_SetOp => "SetOp".into(),
        NodeTag::T_ProjectSet => "ProjectSet".into(),
        NodeTag::T_CteScan => "CTE Scan".into(),
        NodeTag::T_WorkTableScan => "WorkTable Scan".into(),
        tag => spaced(&format!("{tag:?}")),
    }
}

/// `T_BitmapHeapScan` as `Bitmap Heap Scan`.
fn spaced(tag: &str) -> String {
    let mut out = String::new();
    for c in tag.trim_start_matches("T_").chars() {
        if c.is_uppercase() && !out.is_empty() {
            out.push(' ');
        }
        out.push(c);
    }
    out
}
