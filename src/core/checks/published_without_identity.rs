//! # published_without_identity
//!
//! A table in a publication of updates or deletes needs something that identifies a row: its primary key, or a replica identity.
//! Without, every UPDATE and DELETE on it fails (postgresql.org/docs/current/logical-replication-publication.html).

use super::{Check, Dossier, Evidence, Facts, Family, Judged, Limits, Remedy, RemedyClass, Severity, Unread};
use crate::ident::qualified;

pub(crate) static CHECK: Check = Check {
    id: "REP11",
    name: "published_without_identity",
    group: "REP",
    what: "published tables in which nothing identifies a row",
    why: "each UPDATE and DELETE on them fails with an error",
    how: "pg_publication with relreplident and the primary keys; partitions published through their parent are not followed",
    refuted_by: "SELECT p.pubname, p.schemaname, p.tablename FROM pg_publication_tables p",
    reads: &[Family::Publications],
    severity_max: Severity::High,
    remedy_class: RemedyClass::ReversibleExactly,
    judge,
    ..Check::PLAIN
};

fn judge(facts: &Facts, _: &Limits) -> Result<Judged, Unread> {
    let publications = facts.publications()?;
    if publications.is_empty() {
        return Ok(Judged::nothing("no publication of this database sends updates or deletes"));
    }
    let mut judged = Judged::of("publications", publications.len());
    for publication in publications {
        for (schema, table) in publication.schema_names.iter().zip(&publication.table_names) {
            let name = format!("{schema}.{table}");
            let said = Dossier::saying(
                "Publication {} sends updates or deletes of table {}, in which nothing identifies a row: they fail.",
                &[
                    &Evidence::name("publications", &publication.publication_name),
                    &Evidence::name("publications", &name),
                ],
            );
            let target = qualified(schema, table);
            let remedy = Remedy::exactly(
                "A primary key is the better way. FULL sends the whole old row with each change, and the subscriber looks for it",
                format!("ALTER TABLE {target} REPLICA IDENTITY FULL"),
                format!("ALTER TABLE {target} REPLICA IDENTITY DEFAULT"),
            );
            judged.findings.push(CHECK.finding(Severity::High, "table", name, said, remedy));
        }
    }
    judged.findings.sort_by(|a, b| a.object.cmp(&b.object));
    judged.findings.dedup_by(|a, b| a.object == b.object);
    Ok(judged)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::on_facts::{found, judged};
    use crate::evidence::fake::FakeWorld;
    use crate::evidence::publications::Publication;

    fn publication(name: &str, tables: &[&str]) -> Publication {
        Publication {
            publication_name: name.into(),
            schema_names: tables.iter().map(|_| "shop".to_owned()).collect(),
            table_names: tables.iter().map(|t| (*t).to_owned()).collect(),
        }
    }

    #[test]
    fn a_table_is_named_once() {
        let world = FakeWorld::new().with(Family::Publications, &[publication("all", &[])]);
        assert!(found(&CHECK, world).is_empty());
        let two = [publication("all", &["logs", "visits"]), publication("some", &["logs"])];
        let found = found(&CHECK, FakeWorld::new().with(Family::Publications, &two));
        assert_eq!(found.iter().map(|f| f.object.as_str()).collect::<Vec<_>>(), ["shop.logs", "shop.visits"]);
        assert!(judged(&CHECK, FakeWorld::new()).unwrap().not_applicable.is_some());
    }
}
