//! # disabled_triggers
//!
//! DISABLE TRIGGER ALL before a load switches the checks of foreign keys off as well. Forgotten, the rules of the schema are
//! written down and not kept.

use super::{Check, Dossier, Evidence, Facts, Family, Judged, Limits, Remedy, RemedyClass, Severity, Unread, Value};
use crate::evidence::disabled_triggers::DisabledTrigger;
use crate::ident::qualified;
use std::collections::BTreeMap;

pub(crate) static CHECK: Check = Check {
    id: "SCH10",
    name: "disabled_triggers",
    group: "SCH",
    what: "tables with triggers that are switched off",
    why: "what they were to check or write down is neither checked nor written, foreign keys included",
    how: "tgenabled of pg_trigger; rows that broke the rule meanwhile are not looked for",
    refuted_by: "SELECT tgrelid::regclass, tgname, tgisinternal FROM pg_trigger WHERE tgenabled = 'D'",
    reads: &[Family::Counts, Family::DisabledTriggers],
    severity_max: Severity::High,
    remedy_class: RemedyClass::ReversibleExactly,
    judge,
    ..Check::PLAIN
};

fn judge(facts: &Facts, _: &Limits) -> Result<Judged, Unread> {
    let mut judged = Judged::of("tables", facts.count()?.tables);
    let mut by_table: BTreeMap<String, Vec<&DisabledTrigger>> = BTreeMap::new();
    for trigger in facts.disabled_triggers()? {
        by_table.entry(trigger.table()).or_default().push(trigger);
    }
    for (table, triggers) in by_table {
        let Some(first) = triggers.first() else { continue };
        let of =
            |measure, name: &str| Evidence::measured("disabled_triggers", &table, measure, Value::Name(name.into()));
        let mut said = Dossier::default();
        let mut keys: Vec<&str> = triggers.iter().filter_map(|t| t.constraint_name.as_deref()).collect();
        keys.sort_unstable();
        keys.dedup();
        for key in keys.iter().take(5) {
            said.say(
                "Foreign key {} of table {} is not checked.",
                &[&of("constraint_name", key), &Evidence::name("disabled_triggers", &table)],
            );
        }
        for own in triggers.iter().filter(|t| t.constraint_name.is_none()).take(5) {
            said.say(
                "Trigger {} of table {} is switched off.",
                &[&of("trigger_name", &own.trigger_name), &Evidence::name("disabled_triggers", &table)],
            );
        }
        let target = qualified(&first.schema_name, &first.table_name);
        let which = match (keys.is_empty(), triggers.len()) {
            (true, 1) => crate::ident::quote_ident(&first.trigger_name),
            (true, _) => "USER".to_owned(),
            (false, _) => "ALL".to_owned(),
        };
        let remedy = Remedy::exactly(
            "If no load is under way. Rows that came meanwhile are not checked by it: look for those that break the rule",
            format!("ALTER TABLE {target} ENABLE TRIGGER {which}"),
            format!("ALTER TABLE {target} DISABLE TRIGGER {which}"),
        );
        let severity = if keys.is_empty() { Severity::Medium } else { Severity::High };
        judged.findings.push(CHECK.finding(severity, "table", table.clone(), said, remedy));
    }
    Ok(judged)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::on_facts::found;
    use crate::evidence::fake::{self, FakeWorld};

    #[test]
    fn foreign_keys_weigh_more() {
        let found = |constraint: Option<&str>| {
            let trigger = DisabledTrigger {
                schema_name: "shop".into(),
                table_name: "orders".into(),
                trigger_name: "Stamp".into(),
                constraint_name: constraint.map(str::to_owned),
            };
            let world = FakeWorld::new().with(Family::Counts, &[fake::counts(0, 0)]);
            found(&CHECK, world.with(Family::DisabledTriggers, &[trigger])).remove(0)
        };
        let own = found(None);
        assert_eq!(own.severity, Severity::Medium);
        assert_eq!(own.remedy.sql.as_deref(), Some("ALTER TABLE shop.orders ENABLE TRIGGER \"Stamp\""));
        let key = found(Some("orders_customer_id_fkey"));
        assert_eq!(key.severity, Severity::High);
        assert_eq!(key.remedy.sql.as_deref(), Some("ALTER TABLE shop.orders ENABLE TRIGGER ALL"));
        let world = FakeWorld::new().with(Family::Counts, &[fake::counts(0, 0)]);
        assert!(super::super::on_facts::found(&CHECK, world).is_empty());
    }
}
