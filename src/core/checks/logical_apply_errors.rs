//! # logical_apply_errors
//!
//! A change that the subscriber could not apply is tried again and again, and nothing behind it comes through. With
//! disable_on_error the subscription stops instead. Errors counted on a subscription that runs may be over by now.

use super::judge::only_on_primary;
use super::{
    Check, Dossier, Evidence, Facts, Family, Gauge, Judged, Limits, Remedy, RemedyClass, Severity, Unread, Value,
};

pub(crate) static CHECK: Check = Check {
    id: "REP09",
    name: "logical_apply_errors",
    group: "REP",
    what: "subscriptions that met changes they could not apply",
    why: "behind the change that fails nothing arrives, while the publisher keeps its WAL",
    how: "apply_error_count and sync_error_count of pg_stat_subscription_stats since they were reset; when the last one was is not shown by it",
    refuted_by: "SELECT subname, apply_error_count, sync_error_count FROM pg_stat_subscription_stats",
    reads: &[Family::Subscriptions],
    severity_max: Severity::High,
    remedy_class: RemedyClass::Irreversible,
    gauge: Gauge::higher("apply_errors"),
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
    for subscription in subscriptions.iter().filter(|s| s.apply_errors + s.sync_errors > 0) {
        let name = &subscription.subscription_name;
        let of = |measure, value| Evidence::measured("subscriptions", name, measure, value);
        let mut said = Dossier::saying(
            "Subscription {} met {} errors while it applied changes and {} while it copied tables.",
            &[
                &Evidence::name("subscriptions", name),
                &of("apply_errors", Value::Count(subscription.apply_errors)),
                &of("sync_errors", Value::Count(subscription.sync_errors)),
            ],
        );
        if !subscription.is_enabled {
            said.say("It is disabled: nothing arrives.", &[&Evidence::name("subscriptions", name)]);
        }
        let severity = if subscription.is_enabled { Severity::Medium } else { Severity::High };
        let remedy = Remedy::irreversible(
            "The server's log has the row and the position. Mend the row on this side, then ALTER SUBSCRIPTION ... ENABLE. \
             ALTER SUBSCRIPTION ... SKIP loses the whole transaction",
        );
        judged.findings.push(CHECK.finding(severity, "subscription", name, said, remedy));
    }
    Ok(judged)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::on_facts;
    use crate::evidence::fake::{subscription, FakeWorld};
    use crate::evidence::subscriptions::Subscription;

    #[test]
    fn errors_weigh_more_on_one_that_stopped() {
        let severity = |apply_errors, is_enabled| {
            let row = Subscription { apply_errors, is_enabled, ..subscription("orders") };
            on_facts::severity(&CHECK, FakeWorld::new().with(Family::Subscriptions, &[row]))
        };
        assert_eq!(severity(0, true), None);
        assert_eq!(severity(1, true), Some(Severity::Medium));
        assert_eq!(severity(1, false), Some(Severity::High));
    }
}
