//! # sync_standby_absent
//!
//! synchronous_standby_names asks for more standbys than are there: every commit waits until one comes. Where
//! synchronous_commit does not make commits wait, what the setting promises is not kept, in silence.

use super::setting_remedy::badly_set;
use super::{Check, Evidence, Facts, Family, Judged, Limits, Remedy, Severity, Unread, Value};

const NAME: &str = "synchronous_standby_names";

pub(crate) static CHECK: Check = Check {
    id: "REP08",
    name: "sync_standby_absent",
    group: "REP",
    what: "whether the standbys that commits wait for are there",
    why: "without them every commit hangs, and the application with it",
    how: "the number asked for in synchronous_standby_names against standbys whose sync_state is sync or quorum, at this moment",
    refuted_by: "SELECT application_name, state, sync_state FROM pg_stat_replication",
    reads: &[Family::Settings, Family::Standbys],
    needs: "GRANT pg_read_all_stats TO <role>",
    severity_max: Severity::Critical,
    judge,
    ..Check::PLAIN
};

fn judge(facts: &Facts, _: &Limits) -> Result<Judged, Unread> {
    let (setting, commit, standbys) = (facts.setting(NAME)?, facts.setting("synchronous_commit")?, facts.standbys()?);
    let wanted = wanted(setting.setting.as_deref().unwrap_or_default());
    if wanted == 0 {
        return Ok(Judged::nothing("no commit waits for a standby"));
    }
    let mut judged = Judged::of("settings", 1);
    let there = standbys.iter().filter(|s| matches!(s.sync_state.as_deref(), Some("sync" | "quorum"))).count();
    let hidden = standbys.iter().filter(|s| !s.is_visible).count();
    if there >= wanted {
        return Ok(judged);
    }
    if hidden > 0 {
        judged.unseen =
            Some(facts.wants_role("pg_read_all_stats", format!("the state of {hidden} receivers is hidden")));
        return Ok(judged);
    }
    let waits = !matches!(commit.setting.as_deref(), Some("off" | "local"));
    let (severity, consequence) = if waits {
        (Severity::Critical, "commits wait until these standbys are there")
    } else {
        (Severity::Medium, "the standbys it names are not there, and commits go on without them")
    };
    let remedy = Remedy::advice(
        "Bring the standby back (its application_name must match). To let commits go on without it is a decision to risk them: \
         ALTER SYSTEM SET synchronous_standby_names, reload; the present value takes it back",
    );
    let mut finding = badly_set(&CHECK, severity, setting, consequence, remedy);
    let of = |measure, n: usize| Evidence::measured("standbys", NAME, measure, Value::Count(n as i64));
    finding.said.say("{} are asked for, {} are there.", &[&of("wanted", wanted), &of("synchronous", there)]);
    judged.findings.push(finding);
    Ok(judged)
}

/// How many it asks for: `FIRST 2 (a, b)`, `ANY 1 (a, b)`, `2 (a, b)`; a bare list asks for the first one.
fn wanted(names: &str) -> usize {
    if names.trim().is_empty() {
        return 0;
    }
    let Some((before, _)) = names.split_once('(') else { return 1 };
    before.split_whitespace().find_map(|word| word.parse().ok()).unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::on_facts;
    use crate::evidence::fake::{setting, standby, FakeWorld};
    use crate::evidence::standbys::Standby;

    fn world(names: &str, commit: &str, sync_state: &str) -> FakeWorld {
        let standby = Standby { sync_state: Some(sync_state.into()), ..standby("north") };
        FakeWorld::new()
            .with(Family::Settings, &[setting(NAME, names), setting("synchronous_commit", commit)])
            .with(Family::Standbys, &[standby])
    }

    #[test]
    fn as_many_as_are_asked_for() {
        let severity = |names, commit, state| on_facts::severity(&CHECK, world(names, commit, state));
        assert_eq!(severity("", "on", "async"), None);
        assert_eq!(severity("north", "on", "sync"), None);
        assert_eq!(severity("ANY 1 (north, south)", "on", "quorum"), None);
        assert_eq!(severity("FIRST 2 (north, south)", "on", "sync"), Some(Severity::Critical));
        assert_eq!(severity("south", "on", "async"), Some(Severity::Critical));
        assert_eq!(severity("south", "off", "async"), Some(Severity::Medium));
    }

    #[test]
    fn a_hidden_standby_may_be_the_one() {
        let hidden = Standby { sync_state: None, is_visible: false, ..standby("north") };
        let world = world("north", "on", "sync").with(Family::Standbys, &[hidden]);
        assert!(on_facts::judged(&CHECK, world).unwrap().unseen.is_some());
    }
}
