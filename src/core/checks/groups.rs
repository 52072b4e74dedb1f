//! The groups of the catalogue, and the table of checks that the README shows.

use super::registry;

/// Each group by its three letters, and what it is about.
const GROUPS: &[(&str, &str)] = &[
    ("CFG", "settings"),
    ("CON", "connections"),
    ("LCK", "locks and transactions"),
    ("QRY", "statements"),
    ("VAC", "vacuum and transaction ids"),
    ("BLT", "bloat"),
    ("STA", "planner statistics"),
    ("IDX", "indexes"),
    ("FKC", "foreign keys and constraints"),
    ("SEQ", "sequences and their keys"),
    ("SCH", "tables and schema"),
    ("PAR", "partitions"),
    ("MAV", "materialized views"),
    ("CIO", "cache and I/O"),
    ("WAL", "WAL, archive and checkpoints"),
    ("REP", "replication"),
    ("SEC", "roles, rights and access"),
    ("CMP", "compliance"),
    ("EXT", "extensions, versions, cluster"),
    ("INT", "integrity"),
    ("SLF", "the co-pilot itself"),
];

pub const BEGIN: &str =
    "<!-- checks: written by cargo run -q -p copilot_core --example checks_manual -- README.md -->\n";
pub const END: &str = "<!-- end of checks -->\n";

/// One row a group, in the order of reports.
pub fn overview() -> String {
    let mut groups: Vec<(&str, Vec<String>)> = Vec::new();
    for check in registry::ALL {
        let name = format!("`{}`", check.name);
        match groups.iter_mut().find(|(group, _)| *group == check.group) {
            Some((_, names)) => names.push(name),
            None => groups.push((check.group, vec![name])),
        }
    }
    let mut table = format!("| group | {} checks |\n|---|---|\n", registry::ALL.len());
    for (group, names) in groups {
        table += &format!("| {group}: {} | {} |\n", title(group), names.join(", "));
    }
    table
}

/// The page with the table as it is now; none where the marks are missing.
pub fn renewed(page: &str) -> Option<String> {
    let (before, rest) = page.split_once(BEGIN)?;
    let (_, after) = rest.split_once(END)?;
    Some(format!("{before}{BEGIN}{}{END}{after}", overview()))
}

fn title(group: &str) -> &'static str {
    GROUPS.iter().find(|(name, _)| *name == group).map_or("", |(_, title)| title)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_group_has_a_title() {
        for check in registry::ALL {
            assert!(!title(check.group).is_empty(), "{}", check.group);
        }
        assert_eq!(GROUPS.iter().filter(|(g, _)| !registry::ALL.iter().any(|c| c.group == *g)).count(), 0);
    }

    #[test]
    fn only_what_stands_between_the_marks_is_renewed() {
        let page = format!("before\n{BEGIN}stale\n{END}after\n");
        assert_eq!(renewed(&page).unwrap(), format!("before\n{BEGIN}{}{END}after\n", overview()));
        assert_eq!(renewed("no marks"), None);
    }
}
