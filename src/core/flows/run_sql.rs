//! One statement of a person's, read-only, through the gate.

use crate::fault::{Fault, Kind};
use crate::gate::{Cut, Rows};
use crate::value::grouped;
use crate::world::World;

/// The rows of the statement.
pub fn run_sql(world: &mut impl World, sql: Option<&str>) -> Result<Rows, Fault> {
    let hint = "SELECT * FROM copilot.run_sql('select count(*) from pg_class');";
    let sql = sql.ok_or_else(|| Fault::null_argument("sql", hint))?;
    if sql.trim().is_empty() {
        return Err(Fault::new(Kind::InvalidArgument, "the statement is empty").hint(hint));
    }
    world.run_sql(sql)
}

/// What to tell beside rows that were cut off.
pub fn notice(rows: &Rows) -> Option<String> {
    let count = grouped(i64::try_from(rows.objects.len()).unwrap_or(i64::MAX));
    let (what, setting) = match rows.cut? {
        Cut::Rows => ("more rows", "copilot.gate_max_rows"),
        Cut::Bytes => ("more bytes", "copilot.gate_max_bytes"),
    };
    Some(format!("the result has {what} than may be given: these are the first {count} rows ({setting})"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::fake::FakeWorld;

    #[test]
    fn a_statement_is_needed() {
        let mut world = FakeWorld::new();
        assert_eq!(run_sql(&mut world, None).unwrap_err().kind, Kind::NullArgument);
        assert_eq!(run_sql(&mut world, Some(" \n")).unwrap_err().kind, Kind::InvalidArgument);
    }

    #[test]
    fn rows_that_were_cut_off_say_so() {
        let whole = Rows { objects: vec!["{}".into()], cut: None };
        let mut world = FakeWorld::new().giving(whole.clone());
        let rows = run_sql(&mut world, Some("select 1")).unwrap();
        assert_eq!((rows.clone(), notice(&rows)), (whole.clone(), None));

        let cut = Rows { cut: Some(Cut::Rows), ..whole };
        assert!(notice(&cut).unwrap().contains("first 1 rows"));
    }
}
