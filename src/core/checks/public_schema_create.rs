//! # public_schema_create
//!
//! Where every role may create objects in a schema on somebody's search_path, any of them can put a function there that the
//! others call in its place (CVE-2018-1058). Clusters made by 15 or later no longer grant it on public; upgraded ones do.

use super::limits::Limits;
use super::{Check, Finding, Judged, Remedy, RemedyClass, Severity};
use crate::evidence::facts::Facts;
use crate::evidence::{Evidence, Family, Unread};
use crate::ident::quote_ident;
use crate::sentence::Dossier;

pub(crate) static CHECK: Check = Check {
    id: "SEC13",
    name: "public_schema_create",
    group: "SEC",
    what: "schemas in which every role may create objects",
    why: "a function put there by anyone is called by others in place of the one they mean, with their rights",
    how: "CREATE granted to PUBLIC on a schema that is not the server's own",
    refuted_by: "SELECT nspname, nspacl FROM pg_namespace",
    reads: &[Family::Schemas],
    severity_max: Severity::High,
    remedy_class: RemedyClass::ReversibleExactly,
    judge,
    ..Check::PLAIN
};

fn judge(facts: &Facts, _: &Limits) -> Result<Judged, Unread> {
    let mut judged = Judged { noun: "schemas", ..Judged::default() };
    for schema in facts.schemas()? {
        judged.examined += 1;
        if !schema.public_may_create {
            continue;
        }
        let name = &schema.schema_name;
        let mut said = Dossier::default();
        said.say("Every role may create objects in schema {}.", &[&Evidence::name("schemas", name)]);
        judged.findings.push(Finding {
            check: CHECK.id,
            severity: Severity::High,
            object_kind: "schema",
            object: name.clone(),
            said,
            remedy: Remedy::exactly(
                "First find out who creates objects there, and grant it to these by name",
                format!("REVOKE CREATE ON SCHEMA {} FROM PUBLIC", quote_ident(name)),
                format!("GRANT CREATE ON SCHEMA {} TO PUBLIC", quote_ident(name)),
            ),
        });
    }
    Ok(judged)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::fake::FakeWorld;
    use crate::evidence::schemas::Schema;

    #[test]
    fn a_schema_open_to_all_is_named() {
        let found = |public_may_create| {
            let schema = Schema { schema_name: "Shop".into(), owner_name: "app".into(), public_may_create };
            let mut world = FakeWorld::new().with(Family::Schemas, &[schema]);
            judge(&Facts::load(&mut world, CHECK.reads), &Limits::default()).unwrap().findings
        };
        assert!(found(false).is_empty());
        assert_eq!(found(true)[0].remedy.sql.as_deref(), Some("REVOKE CREATE ON SCHEMA \"Shop\" FROM PUBLIC"));
    }
}
