//! Prints the function declarations that pgrx derives from the built library.
//!
//! The install script is written by hand and reviewed; what the library expects stands in its ELF section `.pgrxsc`.
//! `scripts/check_signatures.sh` lets a server read both and compares what it understood.
//!
//! Schemas are left out on purpose: the reader creates the functions in a schema of its own choice by `search_path`.

use object::{Object, ObjectSection};
use pgrx_sql_entity_graph::{section, ControlFile, ExternArgs, PgrxSql, SqlGraphEntity};
use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args_os().skip(1);
    let (Some(library), Some(control)) = (arguments.next(), arguments.next()) else {
        return Err("usage: print_sql LIBRARY.so EXTENSION.control".into());
    };
    let bytes = std::fs::read(library)?;
    let control = ControlFile::from_path_with_cargo_version(control, env!("CARGO_PKG_VERSION"))?;
    print!("{}", declarations(&bytes, control)?);
    Ok(())
}

fn declarations(library: &[u8], control: ControlFile) -> Result<String, Box<dyn Error>> {
    let file = object::File::parse(library)?;
    let embedded = file
        .sections()
        .find(|candidate| candidate.name().is_ok_and(section::is_schema_section_name))
        .ok_or("the library has no pgrx section: is it a pgrx extension, and was it built for this machine?")?;
    let mut entities = vec![SqlGraphEntity::ExtensionRoot(control)];
    entities.extend(section::decode_entities(embedded.data()?)?.into_iter().filter_map(without_schema));
    Ok(PgrxSql::build(entities.into_iter(), "copilot_ext".to_owned(), false)?.to_sql()?)
}

/// Functions and triggers, declared even where the source says `sql = false`; everything else is the hand-written
/// script's own business.
fn without_schema(entity: SqlGraphEntity<'_>) -> Option<SqlGraphEntity<'_>> {
    match entity {
        SqlGraphEntity::Function(mut function) => {
            function.schema = None;
            function.extern_attrs.retain(|attribute| !matches!(attribute, ExternArgs::Schema(_)));
            function.to_sql_config.enabled = true;
            function.to_sql_config.content = None;
            Some(SqlGraphEntity::Function(function))
        }
        SqlGraphEntity::Trigger(mut trigger) => {
            trigger.to_sql_config.enabled = true;
            trigger.to_sql_config.content = None;
            Some(SqlGraphEntity::Trigger(trigger))
        }
        _ => None,
    }
}
