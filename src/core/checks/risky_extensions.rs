//! # risky_extensions
//!
//! Extensions that reach outside the database: its files, its network, the machine. Each has its use. What matters is who may
//! call them, so this is for information only.

use super::{Check, Dossier, Evidence, Facts, Family, Judged, Limits, Reason, Remedy, Severity, Unread};

const REACH: [(&str, &str); 13] = [
    ("adminpack", "writes and removes files of the server"),
    ("dblink", "connects to other servers"),
    ("file_fdw", "reads files and runs programs of the machine"),
    ("http", "sends requests to any address"),
    ("lo", "works with large objects, which may be imported from files"),
    ("pg_net", "sends requests to any address"),
    ("pg_surgery", "changes rows below all rules"),
    ("plperlu", "runs any code as the server's own user"),
    ("plpython3u", "runs any code as the server's own user"),
    ("plpythonu", "runs any code as the server's own user"),
    ("plsh", "runs any code as the server's own user"),
    ("pltclu", "runs any code as the server's own user"),
    ("xml2", "is deprecated, and may read addresses outside"),
];

pub(crate) static CHECK: Check = Check {
    id: "SEC28",
    name: "risky_extensions",
    group: "SEC",
    what: "extensions that reach outside the database",
    why: "who may call them can do what grants on tables do not allow",
    how: "pg_extension of this database against a list kept here; who may call their functions is not judged",
    refuted_by: "SELECT extname FROM pg_extension",
    reads: &[Family::Extensions],
    severity_max: Severity::Info,
    judge,
    ..Check::PLAIN
};

fn judge(facts: &Facts, _: &Limits) -> Result<Judged, Unread> {
    let installed: Vec<_> = facts.extensions()?.iter().filter(|e| e.installed_version.is_some()).collect();
    if installed.is_empty() {
        return Err(Unread::because(Reason::Host, "no extension was shown, not even plpgsql"));
    }
    let mut judged = Judged::of("extensions", installed.len());
    for extension in installed {
        let name = extension.extension_name.as_str();
        let Some((_, reach)) = REACH.iter().find(|(risky, _)| *risky == name) else { continue };
        let said = Dossier::saying(&format!("Extension {{}} {reach}."), &[&Evidence::name("extensions", name)]);
        let remedy = Remedy::advice(
            "See who may call it (\\df+ shows the rights of its functions), and revoke EXECUTE from those who need not",
        );
        judged.findings.push(CHECK.finding(Severity::Info, "extension", name, said, remedy));
    }
    Ok(judged)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::on_facts::{found, judged};
    use crate::evidence::extensions::Extension;
    use crate::evidence::fake::FakeWorld;

    #[test]
    fn only_what_is_installed_counts() {
        let found = |name: &str, installed: bool| {
            let extension = |name: &str, installed: bool| Extension {
                extension_name: name.into(),
                installed_version: installed.then(|| "1.0".into()),
                schema_name: None,
                available_version: Some("1.0".into()),
            };
            let rows = [extension("plpgsql", true), extension(name, installed)];
            found(&CHECK, FakeWorld::new().with(Family::Extensions, &rows)).len()
        };
        assert_eq!([found("dblink", true), found("dblink", false), found("pg_trgm", true)], [1, 0, 0]);
        assert!(judged(&CHECK, FakeWorld::new()).is_err());
    }
}
