//! # timeouts_missing
//!
//! Without idle_in_transaction_session_timeout a client that hangs inside a transaction holds its locks and the clean-up of
//! dead rows for as long as its connection lives. A limit on statements is not asked for here: the manual itself advises
//! against a global statement_timeout.

use super::setting_remedy::{badly_set, set_to};
use super::{Check, Facts, Family, Judged, Limits, RemedyClass, Severity, Unread};

const NAME: &str = "idle_in_transaction_session_timeout";

pub(crate) static CHECK: Check = Check {
    id: "CFG10",
    name: "timeouts_missing",
    group: "CFG",
    what: "whether anything ends a transaction whose client went silent",
    why: "one forgotten transaction blocks others and lets every table grow, until somebody notices",
    how: "idle_in_transaction_session_timeout of the server, and of any role or database (pg_db_role_setting); limits of a pooler are not seen",
    refuted_by: "SELECT setting FROM pg_settings WHERE name = 'idle_in_transaction_session_timeout'",
    reads: &[Family::Settings, Family::RoleSettings],
    severity_max: Severity::Low,
    remedy_class: RemedyClass::ReversibleExactly,
    judge,
    ..Check::PLAIN
};

fn judge(facts: &Facts, _: &Limits) -> Result<Judged, Unread> {
    let setting = facts.setting(NAME)?;
    let of_a_role = facts.role_settings()?.iter().any(|s| s.setting_name == NAME && s.setting.as_deref() != Some("0"));
    let mut judged = Judged::of("settings", 1);
    if setting.number() == Some(0.0) && !of_a_role {
        let remedy =
            set_to(setting, "10min", "Begin with more than any honest client needs, and set it lower per role");
        let consequence = "nothing ends a transaction whose client has gone silent";
        judged.findings.push(badly_set(&CHECK, Severity::Low, setting, consequence, remedy));
    }
    Ok(judged)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::on_facts::found;
    use crate::evidence::fake::{setting, FakeWorld};
    use crate::evidence::role_settings::RoleSetting;

    #[test]
    fn a_limit_anywhere_is_enough() {
        let of_the_server = |value| FakeWorld::new().with(Family::Settings, &[setting(NAME, value)]);
        assert!(found(&CHECK, of_the_server("60000")).is_empty());
        let remedy = &found(&CHECK, of_the_server("0"))[0].remedy;
        assert_eq!(remedy.sql.as_deref(), Some("ALTER SYSTEM SET idle_in_transaction_session_timeout = '10min'"));
        let of_a_role = RoleSetting {
            database_name: None,
            role_name: Some("web".into()),
            setting_name: NAME.into(),
            setting: Some("1min".into()),
            holds_secret: false,
        };
        assert!(found(&CHECK, of_the_server("0").with(Family::RoleSettings, &[of_a_role])).is_empty());
    }
}
