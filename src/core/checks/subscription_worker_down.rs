//! # subscription_worker_down
//!
//! An enabled subscription without a worker receives nothing: it cannot reach the publisher, its slot is gone, or no worker was
//! free. A worker that fails is started again every five seconds, so one look may fall between two starts.

use super::judge::only_on_primary;
use super::{Check, Dossier, Evidence, Facts, Family, Judged, Limits, Remedy, Severity, Unread};

pub(crate) static CHECK: Check = Check {
    id: "REP10",
    name: "subscription_worker_down",
    group: "REP",
    what: "enabled subscriptions that no process works for",
    why: "nothing arrives, and the publisher keeps its WAL until its disk is full",
    how: "pg_subscription with pg_stat_subscription, at this moment; a worker just being started looks the same",
    refuted_by: "SELECT subname, pid, latest_end_time FROM pg_stat_subscription",
    reads: &[Family::Subscriptions],
    severity_max: Severity::High,
    judge,
    ..Check::PLAIN
};

fn judge(facts: &Facts, _: &Limits) -> Result<Judged, Unread> {
    let subscriptions = facts.subscriptions()?;
    only_on_primary(facts)?;
    if subscriptions.is_empty() {
        return Ok(Judged::nothing("there are no subscriptions in this database"));
    }
    let mut judged = Judged::of("subscriptions", subscriptions.len());
    for subscription in subscriptions.iter().filter(|s| s.is_enabled && !s.has_worker) {
        let name = &subscription.subscription_name;
        let said = Dossier::saying(
            "Subscription {} is enabled, and no process works for it.",
            &[&Evidence::name("subscriptions", name)],
        );
        let remedy = Remedy::advice(
            "The server's log says why: the connection, the slot on the publisher, or max_logical_replication_workers. Look \
             again in ten seconds first",
        );
        judged.findings.push(CHECK.finding(Severity::High, "subscription", name, said, remedy));
    }
    Ok(judged)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::on_facts::found;
    use crate::evidence::fake::{subscription, FakeWorld};
    use crate::evidence::subscriptions::Subscription;

    #[test]
    fn enabled_and_alone_is_named() {
        let found = |is_enabled, has_worker| {
            let row = Subscription { is_enabled, has_worker, ..subscription("orders") };
            found(&CHECK, FakeWorld::new().with(Family::Subscriptions, &[row])).len()
        };
        assert_eq!([found(true, true), found(false, false), found(true, false)], [0, 0, 1]);
    }
}
