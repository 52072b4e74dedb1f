//! # statements_not_tracked
//!
//! Without pg_stat_statements nobody can say which statements cost most: explain_slow() and everything that rests on it has
//! nothing to read.

use super::limits::Limits;
use super::{Check, Finding, Judged, Remedy, RemedyClass, Severity};
use crate::evidence::facts::Facts;
use crate::evidence::{Evidence, Family, Unread};
use crate::sentence::Dossier;

pub(crate) static CHECK: Check = Check {
    id: "QRY01",
    name: "statements_not_tracked",
    group: "QRY",
    what: "whether pg_stat_statements counts in this database",
    why: "without it nobody can say which statements cost most, and this extension cannot answer about them",
    how: "whether the library is preloaded and the extension is created in this database",
    refuted_by:
        "SELECT extversion FROM pg_extension WHERE extname = 'pg_stat_statements'; SHOW shared_preload_libraries",
    reads: &[Family::Extensions],
    remedy_class: RemedyClass::ReversibleExactly,
    judge,
    ..Check::PLAIN
};

const NAME: &str = "pg_stat_statements";

fn judge(facts: &Facts, _: &Limits) -> Result<Judged, Unread> {
    let is_preloaded = facts.server()?.statements_preloaded;
    let is_created = facts.extensions()?.iter().any(|e| e.extension_name == NAME && e.installed_version.is_some());
    let mut judged = Judged { noun: "extensions", examined: 1, ..Judged::default() };
    if is_preloaded && is_created {
        return Ok(judged);
    }
    let own = Evidence::name("extensions", NAME);
    let mut said = Dossier::default();
    if !is_preloaded {
        said.say("The library of {} is not preloaded: the server does not count statements.", &[&own]);
    }
    if !is_created {
        said.say("Extension {} is not created in this database.", &[&own]);
    }
    let remedy = if is_preloaded {
        Remedy::exactly(
            "A superuser does that; it changes nothing for others",
            format!("CREATE EXTENSION {NAME}"),
            format!("DROP EXTENSION {NAME}"),
        )
    } else {
        Remedy::advice(format!(
            "Add {NAME} to shared_preload_libraries beside what is there, restart the server, then CREATE EXTENSION {NAME}"
        ))
    };
    judged.findings.push(Finding {
        check: CHECK.id,
        severity: Severity::Medium,
        object_kind: "extension",
        object: NAME.into(),
        said,
        remedy,
    });
    Ok(judged)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::extensions::Extension;
    use crate::evidence::fake::{self, FakeWorld};
    use crate::evidence::server::Server;

    fn found(statements_preloaded: bool, created: bool) -> Vec<Finding> {
        let extension = Extension {
            extension_name: NAME.into(),
            installed_version: created.then(|| "1.10".into()),
            schema_name: None,
            available_version: Some("1.10".into()),
        };
        let mut world = FakeWorld::new()
            .with(Family::Server, &[Server { statements_preloaded, ..fake::server() }])
            .with(Family::Extensions, &[extension]);
        judge(&Facts::load(&mut world, CHECK.reads), &Limits::default()).unwrap().findings
    }

    #[test]
    fn both_halves_are_needed() {
        assert!(found(true, true).is_empty());
        let found_without = found(true, false);
        assert_eq!(found_without[0].remedy.sql.as_deref(), Some("CREATE EXTENSION pg_stat_statements"));
        assert_eq!(found(false, true)[0].remedy.sql, None);
        assert_eq!(found(false, false)[0].said.sentences.len(), 2);
    }
}
