//! # server_file_functions_granted
//!
//! pg_read_file() and its like are for superusers until somebody grants them. With lo_export() a role writes files as the
//! server's own user, which is one step from superuser; with pg_read_file() it reads keys and passwords of the machine.

use super::{
    Check, Dossier, Evidence, Facts, Family, Judged, Limits, Reason, Remedy, RemedyClass, Severity, Unread, Value,
};
use crate::ident::quote_ident;

pub(crate) static CHECK: Check = Check {
    id: "SEC30",
    name: "server_file_functions_granted",
    group: "SEC",
    what: "functions that reach the machine's files, given to roles that are no superusers",
    why: "with these rights a role reaches what the server's own user reaches",
    how: "proacl of pg_read_file, pg_read_binary_file, pg_ls_dir, pg_stat_file, lo_import and lo_export; memberships of predefined roles are another check's",
    refuted_by: "SELECT oid::regprocedure, proacl FROM pg_proc WHERE proname IN ('pg_read_file', 'pg_read_binary_file', 'pg_ls_dir', 'pg_stat_file', 'lo_import', 'lo_export')",
    reads: &[Family::FileFunctions],
    severity_max: Severity::High,
    remedy_class: RemedyClass::ReversibleExactly,
    judge,
    ..Check::PLAIN
};

fn judge(facts: &Facts, _: &Limits) -> Result<Judged, Unread> {
    let functions = facts.file_functions()?;
    if functions.is_empty() {
        return Err(Unread::because(Reason::Host, "none of these functions was shown"));
    }
    let mut judged = Judged::of("functions", functions.len());
    for function in functions {
        let Some(first) = function.grantees.first() else { continue };
        let name = function.name();
        let mut said = Dossier::default();
        for grantee in function.grantees.iter().take(5) {
            said.say(
                "Role {} may call {}.",
                &[
                    &Evidence::measured("file_functions", &name, "grantee", Value::Name(grantee.clone())),
                    &Evidence::name("file_functions", &name),
                ],
            );
        }
        let whom = if first == "public" { "PUBLIC".to_owned() } else { quote_ident(first) };
        let remedy = Remedy::exactly(
            "COPY from the client needs none of this. Revoke it from each role it was given to",
            format!("REVOKE EXECUTE ON FUNCTION pg_catalog.{name} FROM {whom}"),
            format!("GRANT EXECUTE ON FUNCTION pg_catalog.{name} TO {whom}"),
        );
        judged.findings.push(CHECK.finding(Severity::High, "function", name, said, remedy));
    }
    Ok(judged)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::on_facts::{found, judged};
    use crate::evidence::fake::FakeWorld;
    use crate::evidence::file_functions::FileFunction;

    #[test]
    fn who_was_given_it_is_named() {
        let found = |grantees: &[&str]| {
            let function = FileFunction {
                function_name: "pg_read_file".into(),
                arguments: "text".into(),
                grantees: grantees.iter().map(|g| (*g).to_owned()).collect(),
            };
            found(&CHECK, FakeWorld::new().with(Family::FileFunctions, &[function]))
        };
        assert!(found(&[]).is_empty());
        let sql = "REVOKE EXECUTE ON FUNCTION pg_catalog.pg_read_file(text) FROM \"Loader\"";
        assert_eq!(found(&["Loader"])[0].remedy.sql.as_deref(), Some(sql));
        assert!(found(&["public"])[0].remedy.sql.as_deref().unwrap().ends_with("FROM PUBLIC"));
        assert!(judged(&CHECK, FakeWorld::new()).is_err());
    }
}
