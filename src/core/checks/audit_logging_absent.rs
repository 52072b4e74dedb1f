//! # audit_logging_absent
//!
//! Who changed what: log_statement from `ddl` on, or pgaudit with a class. It is low because most servers are not bound to it;
//! those that are find it in `copilot.compliance_report()`.

use super::setting_remedy::{badly_set, set_to};
use super::{Check, Facts, Family, Judged, Limits, RemedyClass, Severity, Unread};

pub(crate) static CHECK: Check = Check {
    id: "CMP05",
    name: "audit_logging_absent",
    group: "CMP",
    what: "whether changes of the schema and of roles are written to the log",
    why: "after a table or a right is gone, nobody can tell who took it away and when",
    how: "log_statement, and pgaudit.log where pgaudit is loaded; what becomes of the log is not seen",
    refuted_by: "SELECT name, setting FROM pg_settings WHERE name IN ('log_statement', 'pgaudit.log')",
    reads: &[Family::Settings],
    severity_max: Severity::Low,
    remedy_class: RemedyClass::ReversibleExactly,
    judge,
    ..Check::PLAIN
};

fn judge(facts: &Facts, _: &Limits) -> Result<Judged, Unread> {
    let setting = facts.setting("log_statement")?;
    let audited = facts.setting("pgaudit.log").is_ok_and(|s| !matches!(s.setting.as_deref(), None | Some("none" | "")));
    let mut judged = Judged::of("settings", 1);
    if setting.setting.as_deref() == Some("none") && !audited {
        let remedy = set_to(setting, "ddl", "A line for each CREATE, ALTER, DROP and GRANT");
        let consequence = "who changes tables and rights is written nowhere";
        judged.findings.push(badly_set(&CHECK, Severity::Low, setting, consequence, remedy));
    }
    Ok(judged)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::on_facts::found;
    use crate::evidence::fake::{setting, FakeWorld};

    #[test]
    fn either_way_of_logging_is_enough() {
        let found = |statement, pgaudit| {
            let settings = [setting("log_statement", statement), setting("pgaudit.log", pgaudit)];
            found(&CHECK, FakeWorld::new().with(Family::Settings, &settings)).len()
        };
        assert_eq!([found("ddl", "none"), found("none", "ddl, role"), found("none", "none")], [0, 0, 1]);
    }
}
