//! # extension_outdated
//!
//! The server's files hold a newer version of an extension than this database has: the library is new, its SQL objects are
//! old. That happens with every update of packages, until ALTER EXTENSION UPDATE is run in each database.

use super::limits::Limits;
use super::{Check, Finding, Judged, Remedy, RemedyClass, Severity};
use crate::evidence::facts::Facts;
use crate::evidence::{Evidence, Family, Unread};
use crate::ident::quote_ident;
use crate::sentence::Dossier;
use crate::value::Value;

pub(crate) static CHECK: Check = Check {
    id: "EXT03",
    name: "extension_outdated",
    group: "EXT",
    what: "extensions whose newer version is installed on the server but not in this database",
    why: "its SQL objects are older than its library, so what the update mends is not mended here",
    how: "installed against default version; what a newer one changes is in its release notes",
    refuted_by: "SELECT name, installed_version, default_version FROM pg_available_extensions WHERE installed_version <> default_version",
    reads: &[Family::Extensions],
    severity_max: Severity::Low,
    remedy_class: RemedyClass::ReversibleInStructure,
    judge,
    ..Check::PLAIN
};

fn judge(facts: &Facts, _: &Limits) -> Result<Judged, Unread> {
    let mut judged = Judged { noun: "extensions", ..Judged::default() };
    for extension in facts.extensions()? {
        let Some(installed) = &extension.installed_version else { continue };
        judged.examined += 1;
        let Some(available) = extension.available_version.as_ref().filter(|a| *a != installed) else { continue };
        let name = &extension.extension_name;
        let of = |measure, version: &str| Evidence::measured("extensions", name, measure, Value::Word(version.into()));
        let mut said = Dossier::default();
        said.say(
            "Extension {} is installed in version {}, and the server has {}.",
            &[&Evidence::name("extensions", name), &of("installed", installed), &of("available", available)],
        );
        judged.findings.push(Finding {
            check: CHECK.id,
            severity: Severity::Low,
            object_kind: "extension",
            object: name.clone(),
            said,
            remedy: Remedy::in_structure(
                "Read its release notes first. Few extensions have a way back (pg_extension_update_paths)",
                format!("ALTER EXTENSION {} UPDATE", quote_ident(name)),
                None,
            ),
        });
    }
    Ok(judged)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::extensions::Extension;
    use crate::evidence::fake::FakeWorld;

    #[test]
    fn a_newer_version_on_the_server_is_named() {
        let found = |installed: Option<&str>, available: Option<&str>| {
            let extension = Extension {
                extension_name: "vector".into(),
                installed_version: installed.map(str::to_owned),
                schema_name: Some("public".into()),
                available_version: available.map(str::to_owned),
            };
            let mut world = FakeWorld::new().with(Family::Extensions, &[extension]);
            judge(&Facts::load(&mut world, CHECK.reads), &Limits::default()).unwrap().findings
        };
        assert!(found(Some("0.8.1"), Some("0.8.1")).is_empty());
        assert!(found(None, Some("0.8.1")).is_empty());
        assert!(found(Some("0.8.1"), None).is_empty(), "its files are gone: another matter");
        let found = found(Some("0.7.0"), Some("0.8.1"));
        assert_eq!(found[0].remedy.sql.as_deref(), Some("ALTER EXTENSION vector UPDATE"));
    }
}
