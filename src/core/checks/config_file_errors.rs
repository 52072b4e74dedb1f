//! # config_file_errors
//!
//! A line that the server cannot use does not stop it: it goes on with what it had. The next restart may refuse, at the worst
//! of times.

use super::{Check, Dossier, Evidence, Facts, Family, Judged, Limits, Remedy, Severity, Unread, Value};

pub(crate) static CHECK: Check = Check {
    id: "CFG12",
    name: "config_file_errors",
    group: "CFG",
    what: "lines of the configuration files that the server could not use",
    why: "a reload leaves out everything changed since, and a restart may fail",
    how: "pg_file_settings reads the files as they are now; a change that only waits for a restart is left to pending_restart",
    refuted_by: "SELECT sourcefile, sourceline, name, error FROM pg_file_settings WHERE error IS NOT NULL",
    reads: &[Family::FileErrors],
    needs: "GRANT EXECUTE ON FUNCTION pg_catalog.pg_show_all_file_settings TO <role>",
    judge,
    ..Check::PLAIN
};

fn judge(facts: &Facts, _: &Limits) -> Result<Judged, Unread> {
    let errors = facts.file_errors()?;
    let mut judged = Judged::of("configurations", 1);
    for line in errors {
        let name = line.setting_name.clone().unwrap_or_else(|| "syntax".into());
        let of = |measure, value| Evidence::measured("file_errors", &name, measure, value);
        let mut said = Dossier::saying(
            "Setting {} of the configuration files could not be used; the server says {}.",
            &[&of("name", Value::Name(name.clone())), &of("error", Value::Word(line.error.clone()))],
        );
        if let Some(number) = line.line_number {
            said.say("It stands in line {}.", &[&of("line_number", Value::Count(i64::from(number)))]);
        }
        let remedy =
            Remedy::advice("Mend the line (pg_file_settings names its file), look again, then SELECT pg_reload_conf()");
        judged.findings.push(CHECK.finding(Severity::Medium, "setting", name, said, remedy));
    }
    judged.findings.dedup_by(|a, b| a.object == b.object);
    Ok(judged)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::on_facts::found;
    use crate::evidence::fake::FakeWorld;
    use crate::evidence::file_errors::FileError;

    #[test]
    fn a_line_that_cannot_be_used_is_named() {
        assert!(found(&CHECK, FakeWorld::new()).is_empty());
        let error = FileError {
            setting_name: Some("shared_bufers".into()),
            line_number: Some(801),
            error: "unrecognized configuration parameter".into(),
        };
        let found = found(&CHECK, FakeWorld::new().with(Family::FileErrors, &[error]));
        assert_eq!(found[0].said.sentences[1].text, "It stands in line 801.");
    }
}
