//! `copilot.set_alert_rule()`, `copilot.drop_alert_rule()`, `copilot.deliver_alerts()`.

use crate::pg::alerts::{drop_rule, sender, set_rule, Asked};
use crate::pg::audit::call::{audited, Done};
use crate::pg::error;
use crate::pg::text::Text;
use pgrx::datum::Interval;
use pgrx::prelude::*;

/// Makes an alert rule, or puts another in its place.
#[pg_extern(schema = "copilot", volatile, parallel_unsafe)]
fn set_alert_rule(
    name: Option<Text>,
    min_severity: default!(Option<Text>, "'high'"),
    check_group: default!(Option<Text>, "NULL"),
    check_name: default!(Option<Text>, "NULL"),
    quiet_hours: default!(Option<Text>, "NULL"),
    repeat_after: default!(Option<Interval>, "NULL"),
    reason: default!(Option<Text>, "NULL"),
) -> Text {
    let [name, min_severity, check_group, check_name, quiet_hours, reason] =
        [name, min_severity, check_group, check_name, quiet_hours, reason].map(|text| text.map(|text| text.0));
    let asked = Asked { name, min_severity, check_group, check_name, quiet_hours, repeat_after, reason };
    audited("set_alert_rule", Some(&asked.question()), |_, _| set_rule(&asked).map(Done::sentence))
}

/// Removes an alert rule.
#[pg_extern(schema = "copilot", volatile, parallel_unsafe)]
fn drop_alert_rule(name: Option<Text>, reason: Option<Text>) -> Text {
    let [name, reason] = [name, reason].map(|text| text.map(|text| text.0));
    let said_of = |text: &Option<String>| text.clone().unwrap_or_else(|| "NULL".into());
    let question = format!("name {}: {}", said_of(&name), said_of(&reason));
    audited("drop_alert_rule", Some(&question), |_, _| {
        drop_rule(name.as_deref(), reason.as_deref()).map(Done::sentence)
    })
}

/// Has what is due sent.
#[pg_extern(schema = "copilot", volatile, parallel_unsafe)]
fn deliver_alerts(
) -> TableIterator<'static, (name!(waiting, i64), name!(due, i64), name!(next_at, Option<TimestampWithTimeZone>))> {
    let (waiting, notice) = audited("deliver_alerts", None, |_, _| Ok(Done::one(sender::deliver()?)));
    if let Some(notice) = notice {
        error::notice(notice);
    }
    TableIterator::once((waiting.all, waiting.due, waiting.next_at))
}
