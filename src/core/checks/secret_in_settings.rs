//! # secret_in_settings
//!
//! ALTER ROLE and ALTER DATABASE ... SET keep their values in pg_db_role_setting, which every role may read, and which stands
//! in every dump of the globals. A reference to a file or to the environment (`file:`, `env:`) is no secret.

use super::{Check, Dossier, Evidence, Facts, Family, Judged, Limits, Remedy, RemedyClass, Severity, Unread, Value};

pub(crate) static CHECK: Check = Check {
    id: "SLF11",
    name: "secret_in_settings",
    group: "SLF",
    what: "keys and passwords kept as settings of roles or databases",
    why: "every role that can connect may read them",
    how: "settings in pg_db_role_setting whose name ends like that of a secret; the value is compared in the server and not read out",
    refuted_by: "SELECT setdatabase, setrole::regrole, setconfig FROM pg_db_role_setting",
    reads: &[Family::RoleSettings],
    severity_max: Severity::High,
    remedy_class: RemedyClass::Irreversible,
    judge,
    ..Check::PLAIN
};

fn judge(facts: &Facts, _: &Limits) -> Result<Judged, Unread> {
    let settings = facts.role_settings()?;
    let mut judged = Judged::of("settings of roles and databases", settings.len());
    for setting in settings.iter().filter(|s| s.holds_secret) {
        let of_role = setting.role_name.is_some();
        let whose = setting.role_name.as_ref().or(setting.database_name.as_ref()).map_or("all roles", String::as_str);
        let object = format!("{whose}.{}", setting.setting_name);
        let of =
            |measure, value: &str| Evidence::measured("role_settings", &object, measure, Value::Name(value.into()));
        let said = Dossier::saying(
            "Setting {} of {} looks like a secret in plain text.",
            &[&of("setting_name", &setting.setting_name), &of("owner", whose)],
        );
        let remedy = Remedy::irreversible(
            "Hold it as read by everyone: put a new one into a file that only the server's user may read, refer to that, and \
             RESET the setting",
        );
        let kind = if of_role { "role" } else { "database" };
        judged.findings.push(CHECK.finding(Severity::High, kind, object.clone(), said, remedy));
    }
    Ok(judged)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::on_facts::found;
    use crate::evidence::fake::FakeWorld;
    use crate::evidence::role_settings::RoleSetting;

    #[test]
    fn what_looks_like_a_secret_is_named_and_not_shown() {
        let found = |holds_secret| {
            let setting = RoleSetting {
                database_name: None,
                role_name: Some("web".into()),
                setting_name: "app.api_key".into(),
                setting: None,
                holds_secret,
            };
            found(&CHECK, FakeWorld::new().with(Family::RoleSettings, &[setting]))
        };
        assert!(found(false).is_empty());
        let text = "Setting \"app.api_key\" of \"web\" looks like a secret in plain text.";
        assert_eq!(found(true)[0].said.sentences[0].text, text);
    }
}
