//! A setting that stands wrong: how that is said, and how it is put right, whoever set it.

use super::{Check, Dossier, Evidence, Finding, Remedy, Severity, Value};
use crate::evidence::settings::Setting;

/// A setting whose value has a consequence, told in a clause.
pub(crate) fn badly_set(
    check: &Check,
    severity: Severity,
    setting: &Setting,
    consequence: &str,
    remedy: Remedy,
) -> Finding {
    let name = &setting.setting_name;
    let value = setting.setting.clone().unwrap_or_default();
    let said = Dossier::saying(
        &format!("Setting {{}} is {{}}: {consequence}."),
        &[&Evidence::name("settings", name), &Evidence::measured("settings", name, "setting", Value::Word(value))],
    );
    check.finding(severity, "setting", name, said, remedy)
}

/// Sets it to another value for the whole server, with the way back to the present one.
pub(crate) fn set_to(setting: &Setting, wanted: &str, advice: &str) -> Remedy {
    let name = &setting.setting_name;
    match setting.source.as_str() {
        "command line" => {
            return Remedy::advice(format!(
                "{advice}. {name} was given on the server's command line: change it there and restart"
            ));
        }
        "database" | "user" | "database user" => {
            return Remedy::advice(format!(
                "{advice}. {name} was set by ALTER DATABASE or ALTER ROLE: RESET it there (pg_db_role_setting)"
            ));
        }
        _ => {}
    }
    let after = match setting.context.as_str() {
        "postmaster" => "It takes effect with a restart",
        _ => "Then reload with SELECT pg_reload_conf()",
    };
    let before = literal(setting.setting.as_deref().unwrap_or_default());
    Remedy::exactly(
        format!("{advice}. {after}"),
        format!("ALTER SYSTEM SET {name} = {}", literal(wanted)),
        format!("ALTER SYSTEM SET {name} = {before}"),
    )
}

/// A word or a number as it is, anything else in quotes, `10GB` too.
fn literal(value: &str) -> String {
    let word = value.starts_with(|c: char| c.is_ascii_alphabetic()) && value.chars().all(|c| c.is_ascii_alphanumeric());
    let number = !value.is_empty() && value.chars().all(|c| c.is_ascii_digit());
    if word || number {
        value.to_owned()
    } else {
        format!("'{}'", value.replace('\'', "''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::fake;

    #[test]
    fn the_way_back_is_the_present_value() {
        let remedy = set_to(&fake::setting("autovacuum", "off"), "on", "Switch it on");
        assert_eq!(remedy.sql.as_deref(), Some("ALTER SYSTEM SET autovacuum = on"));
        assert_eq!(remedy.revert_sql.as_deref(), Some("ALTER SYSTEM SET autovacuum = off"));
        assert_eq!(remedy.advice, "Switch it on. Then reload with SELECT pg_reload_conf()");
        let restart = Setting { context: "postmaster".into(), ..fake::setting("max_slot_wal_keep_size", "-1") };
        let remedy = set_to(&restart, "10GB", "Set a limit");
        assert_eq!(remedy.revert_sql.as_deref(), Some("ALTER SYSTEM SET max_slot_wal_keep_size = '-1'"));
        assert!(remedy.advice.ends_with("with a restart"));
    }

    #[test]
    fn what_alter_system_cannot_change_is_advice() {
        for source in ["command line", "database", "user"] {
            let setting = Setting { source: source.into(), ..fake::setting("enable_seqscan", "off") };
            assert_eq!(set_to(&setting, "on", "Switch it on").sql, None, "{source}");
        }
    }
}
