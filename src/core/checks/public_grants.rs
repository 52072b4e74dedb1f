//! # public_grants
//!
//! Rights given to PUBLIC on users' relations, in schemas that every role may use. To write is medium, to read low: some tables
//! are meant for everyone, and the grant was made by hand.

use super::{Check, Dossier, Evidence, Facts, Family, Judged, Limits, Remedy, RemedyClass, Severity, Unread, Value};
use crate::ident::qualified;

pub(crate) static CHECK: Check = Check {
    id: "SEC14",
    name: "public_grants",
    group: "SEC",
    what: "tables and views that every role may read or change",
    why: "a role made for the smallest task has these rights too, and so has whoever takes it over",
    how: "grants to PUBLIC in relacl of pg_class, where PUBLIC may use the schema; members of extensions and partitions are left out",
    refuted_by: "SELECT oid::regclass, relacl FROM pg_class WHERE relacl::text ~ '[{,]='",
    reads: &[Family::Counts, Family::PublicGrants],
    remedy_class: RemedyClass::ReversibleExactly,
    judge,
    ..Check::PLAIN
};

fn judge(facts: &Facts, _: &Limits) -> Result<Judged, Unread> {
    let mut judged = Judged::of("tables", facts.count()?.tables);
    for grant in facts.public_grants()? {
        let name = grant.name();
        let privileges = grant.privileges.join(", ");
        let said = Dossier::saying(
            "Every role has {} on {}.",
            &[
                &Evidence::measured("public_grants", &name, "privileges", Value::Word(privileges.clone())),
                &Evidence::name("public_grants", &name),
            ],
        );
        let target = qualified(&grant.schema_name, &grant.relation_name);
        let remedy = Remedy::exactly(
            "Grant it to the roles that use it first, else they fail",
            format!("REVOKE {privileges} ON {target} FROM PUBLIC"),
            format!("GRANT {privileges} ON {target} TO PUBLIC"),
        );
        let writes = ["INSERT", "UPDATE", "DELETE", "TRUNCATE"];
        let may_write = grant.privileges.iter().any(|p| writes.contains(&p.as_str()));
        let severity = if may_write { Severity::Medium } else { Severity::Low };
        judged.findings.push(CHECK.finding(severity, "relation", name, said, remedy));
    }
    Ok(judged)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::on_facts::found;
    use crate::evidence::fake::{self, FakeWorld};
    use crate::evidence::public_grants::PublicGrant;

    #[test]
    fn writing_weighs_more_than_reading() {
        let found = |privileges: &[&str]| {
            let grant = PublicGrant {
                schema_name: "shop".into(),
                relation_name: "Orders".into(),
                kind: 'r',
                privileges: privileges.iter().map(|p| (*p).to_owned()).collect(),
            };
            let world = FakeWorld::new().with(Family::Counts, &[fake::counts(0, 0)]);
            found(&CHECK, world.with(Family::PublicGrants, &[grant])).remove(0)
        };
        assert_eq!(found(&["SELECT"]).severity, Severity::Low);
        let write = found(&["DELETE", "SELECT"]);
        assert_eq!(write.severity, Severity::Medium);
        assert_eq!(write.remedy.sql.as_deref(), Some("REVOKE DELETE, SELECT ON shop.\"Orders\" FROM PUBLIC"));
        let world = FakeWorld::new().with(Family::Counts, &[fake::counts(0, 0)]);
        assert!(super::super::on_facts::found(&CHECK, world).is_empty());
    }
}
