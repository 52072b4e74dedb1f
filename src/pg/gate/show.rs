//! SHOW, with the rights of the role: what only superusers may see stays unseen.

use super::sandbox::Path;
use crate::pg::text::Text;
use copilot_core::gate::Rows;
use copilot_core::{Fault, Kind};
use pgrx::Spi;

/// Settings that the sandbox itself has changed are shown as the caller has them.
pub(super) fn rows(name: &str, path: &Path) -> Result<Rows, Fault> {
    let (sql, argument) = match name {
        "all" => (ALL, name),
        _ => (ONE, name),
    };
    let mut objects = Spi::connect(|client| {
        let table = client.select(sql, None, &[Text(argument.to_owned()).into()])?;
        table.map(|row| Ok(row.get::<Text>(1)?.unwrap_or_default().0)).collect::<Result<Vec<_>, pgrx::spi::Error>>()
    })
    .map_err(|e| Fault::new(Kind::Internal, "the settings could not be read").detail(e.to_string()))?;
    if name == "search_path" {
        objects = vec![serde_json::json!({ "search_path": path.as_set }).to_string()];
    }
    Ok(Rows { objects, ..Rows::default() })
}

/// The name as the server writes it, where it lists the setting at all.
const ONE: &str = "select pg_catalog.jsonb_build_object(
                     coalesce((select s.name from pg_catalog.pg_show_all_settings() s where lower(s.name) = lower($1)), $1),
                     pg_catalog.current_setting($1))::text";
const ALL: &str =
    "select pg_catalog.jsonb_build_object('name', name, 'setting', setting, 'description', short_desc)::text
                   from pg_catalog.pg_show_all_settings() where $1 is not null order by name";
