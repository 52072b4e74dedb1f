//! `copilot.pii_scan()`.

use crate::pg::audit::call::{audited, Done};
use crate::pg::text::Text;
use crate::pg::{error, gate};
use copilot_core::flows::pii_scan as flow;
use pgrx::prelude::*;

/// Columns that look like data about people. What was found is not kept; the audit has the arguments and the count.
#[pg_extern(schema = "copilot", volatile, parallel_unsafe)]
#[allow(clippy::type_complexity, reason = "named OUT columns")]
fn pii_scan(
    schema: default!(Option<Text>, "NULL"),
    sample_rows: default!(Option<i32>, "0"),
) -> TableIterator<
    'static,
    (
        name!(schema_name, Text),
        name!(table_name, Text),
        name!(column_name, Text),
        name!(data_type, Text),
        name!(kind, Text),
        name!(why, Text),
        name!(confidence, Text),
        name!(readers, Text),
        name!(row_security, bool),
        name!(encrypted, Text),
        name!(masked, Text),
        name!(logged, Text),
        name!(row_estimate, Option<i64>),
        name!(sample, Option<Text>),
    ),
> {
    let schema = schema.map(|text| text.0);
    let said = |argument: Option<String>| argument.unwrap_or_else(|| "null".into());
    let arguments =
        format!("schema {}, sample_rows {}", said(schema.clone()), said(sample_rows.map(|rows| rows.to_string())));
    let path = gate::Path::of_caller();
    let mut notice = String::new();
    let rows = audited("pii_scan", Some(&arguments), |world, _| {
        world.look_up_in(path);
        let scan = flow::pii_scan(world, schema.as_deref(), sample_rows)?;
        notice = scan.notice;
        Ok(Done::rows(scan.rows, Vec::new()))
    });
    error::notice(notice);
    TableIterator::new(rows.into_iter().map(|row| {
        (
            Text(row.schema_name),
            Text(row.table_name),
            Text(row.column_name),
            Text(row.type_name),
            Text(row.personal.kind.into()),
            Text(row.personal.why),
            Text(row.personal.confidence.word().into()),
            Text(row.readers.join(", ")),
            row.row_security,
            Text(row.encrypted),
            Text(row.masked),
            Text(row.logged),
            row.row_estimate,
            row.sample.map(Text),
        )
    }))
}
