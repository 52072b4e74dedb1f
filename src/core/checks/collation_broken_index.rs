//! # collation_broken_index
//!
//! Indexes on text are sorted as the library of the machine sorted when they were built. After an upgrade of that library it
//! may sort otherwise: searches miss rows that are there, and unique indexes take duplicates.

use super::{Check, Dossier, Evidence, Facts, Family, Judged, Limits, Remedy, RemedyClass, Severity, Unread, Value};

pub(crate) static CHECK: Check = Check {
    id: "IDX16",
    name: "collation_broken_index",
    group: "IDX",
    what: "collations whose library sorts differently than when the indexes were built",
    why: "indexes on text may miss rows and let duplicates in, without an error",
    how: "the version recorded with the database and with each collation in use against the library's; whether the order of the stored texts really changed is not shown by it",
    refuted_by: "SELECT collname, collversion, pg_collation_actual_version(oid) FROM pg_collation WHERE collversion IS NOT NULL",
    reads: &[Family::Collations],
    severity_max: Severity::High,
    remedy_class: RemedyClass::Irreversible,
    judge,
    ..Check::PLAIN
};

fn judge(facts: &Facts, _: &Limits) -> Result<Judged, Unread> {
    let collations = facts.collations()?;
    if collations.is_empty() {
        return Ok(Judged::nothing("no collation in use depends on a library"));
    }
    let mut judged = Judged::of("collations", collations.len());
    for collation in collations {
        let (recorded, Some(actual)) = (&collation.recorded_version, &collation.actual_version) else { continue };
        if recorded == actual {
            continue;
        }
        let name = collation.name();
        let of = |measure, version: &str| Evidence::measured("collations", &name, measure, Value::Word(version.into()));
        let template = if collation.kind == "database" {
            "The default collation of database {} was made with version {} of its library, which is {} now."
        } else {
            "Collation {} was made with version {} of its library, which is {} now."
        };
        let said = Dossier::saying(
            template,
            &[&Evidence::name("collations", &name), &of("recorded_version", recorded), &of("actual_version", actual)],
        );
        let remedy = Remedy::irreversible(
            "Check the indexes on its columns with amcheck (bt_index_check), REINDEX CONCURRENTLY those on text, remove \
             duplicates that unique ones meet, and only then ALTER ... REFRESH (COLLATION) VERSION, which silences the warning",
        );
        judged.findings.push(CHECK.finding(Severity::High, "collation", name.clone(), said, remedy));
    }
    Ok(judged)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::on_facts::{found, judged};
    use crate::evidence::collations::Collation;
    use crate::evidence::fake::FakeWorld;

    #[test]
    fn only_another_version_is_named() {
        let found = |actual: Option<&str>| {
            let collation = Collation {
                kind: "collation".into(),
                schema_name: Some("public".into()),
                collation_name: "german".into(),
                recorded_version: "153.120".into(),
                actual_version: actual.map(str::to_owned),
            };
            found(&CHECK, FakeWorld::new().with(Family::Collations, &[collation]))
        };
        assert!(found(Some("153.120")).is_empty());
        assert!(found(None).is_empty());
        assert_eq!(found(Some("153.128"))[0].object, "public.german");
        assert!(judged(&CHECK, FakeWorld::new()).unwrap().not_applicable.is_some(), "C sorts without a library");
    }
}
