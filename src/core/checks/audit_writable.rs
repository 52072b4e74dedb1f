//! # audit_writable
//!
//! The co-pilot's own audit is append-only by grants and by triggers that fire in every session. Whoever else may write to
//! its tables, or a trigger that is off, opens it to silent change; the chain would show it at the next verification.

use super::limits::Limits;
use super::{Check, Finding, Judged, Remedy, Severity};
use crate::evidence::audit_tables::AuditTable;
use crate::evidence::facts::Facts;
use crate::evidence::{Evidence, Family, Unread};
use crate::ident::qualified;
use crate::sentence::Dossier;
use crate::value::Value;

pub(crate) static CHECK: Check = Check {
    id: "SLF03",
    name: "audit_writable",
    group: "SLF",
    what: "ways to change this extension's audit besides its writer",
    why: "an entry that can be changed proves nothing, until verify_audit() finds the break",
    how: "grants on the tables of schema copilot_audit, and their triggers; what a superuser or the owner can do is not shown by it",
    refuted_by: "SELECT * FROM copilot.verify_audit()",
    reads: &[Family::AuditTables],
    severity_max: Severity::Critical,
    judge,
    ..Check::PLAIN
};

fn judge(facts: &Facts, _: &Limits) -> Result<Judged, Unread> {
    let tables = facts.audit_tables()?;
    let mut judged = Judged { noun: "tables of the audit", examined: tables.len(), ..Judged::default() };
    if tables.is_empty() {
        judged.not_applicable = Some("no audit was begun in this database".into());
    }
    for table in tables {
        let unguarded = table.is_append_only && table.guards == 0;
        if unguarded || !table.writers.is_empty() || !table.silent_triggers.is_empty() {
            judged.findings.push(finding(table, unguarded));
        }
    }
    Ok(judged)
}

fn finding(table: &AuditTable, unguarded: bool) -> Finding {
    let name = format!("copilot_audit.{}", table.table_name);
    let own = Evidence::name("audit_tables", &name);
    let of = |measure, name: &str| Evidence::measured("audit_tables", &own.object, measure, Value::Name(name.into()));
    let mut said = Dossier::default();
    for writer in &table.writers {
        said.say("Role {} may change table {} of the audit.", &[&of("writer", writer), &own]);
    }
    for trigger in &table.silent_triggers {
        said.say("Trigger {} of table {} does not fire in every session.", &[&of("trigger", trigger), &own]);
    }
    if unguarded {
        said.say("No trigger keeps table {} of the audit append-only.", &[&own]);
    }
    let target = qualified("copilot_audit", &table.table_name);
    let remedy = match (table.silent_triggers.first(), table.writers.first()) {
        (Some(trigger), _) => Remedy::maintenance(
            "First run copilot.verify_audit(). Then let each trigger fire always again, and ask who changed it",
            format!("ALTER TABLE {target} ENABLE ALWAYS TRIGGER {}", crate::ident::quote_ident(trigger)),
        ),
        (None, Some(writer)) => {
            let writer = if writer == "public" { "PUBLIC".to_owned() } else { crate::ident::quote_ident(writer) };
            Remedy::maintenance(
                "First run copilot.verify_audit(). Then revoke what was granted, and ask who granted it",
                format!("REVOKE INSERT, UPDATE, DELETE, TRUNCATE, TRIGGER ON {target} FROM {writer}"),
            )
        }
        (None, None) => Remedy::advice(
            "First run copilot.verify_audit(). The triggers are made with the table: find out who dropped them",
        ),
    };
    Finding { check: CHECK.id, severity: Severity::Critical, object_kind: "table", object: name, said, remedy }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::fake::FakeWorld;

    fn found(table: AuditTable) -> Vec<Finding> {
        let mut world = FakeWorld::new().with(Family::AuditTables, &[table]);
        judge(&Facts::load(&mut world, CHECK.reads), &Limits::default()).unwrap().findings
    }

    fn guarded() -> AuditTable {
        AuditTable {
            table_name: "entry".into(),
            is_append_only: true,
            writers: Vec::new(),
            guards: 2,
            silent_triggers: Vec::new(),
        }
    }

    #[test]
    fn every_way_in_is_named() {
        assert!(found(guarded()).is_empty());
        let granted = found(AuditTable { writers: vec!["app".into()], ..guarded() });
        assert_eq!(
            granted[0].said.sentences[0].text,
            "Role \"app\" may change table \"copilot_audit.entry\" of the audit."
        );
        let silent = found(AuditTable { silent_triggers: vec!["append_only".into()], ..guarded() });
        let sql = "ALTER TABLE copilot_audit.entry ENABLE ALWAYS TRIGGER append_only";
        assert_eq!(silent[0].remedy.sql.as_deref(), Some(sql));
        assert_eq!(found(AuditTable { guards: 0, ..guarded() }).len(), 1);
        assert!(found(AuditTable { guards: 0, is_append_only: false, ..guarded() }).is_empty(), "a work list");
    }

    #[test]
    fn without_an_audit_there_is_nothing_to_judge() {
        let judged = judge(&Facts::load(&mut FakeWorld::new(), CHECK.reads), &Limits::default()).unwrap();
        assert!(judged.not_applicable.is_some());
    }
}
