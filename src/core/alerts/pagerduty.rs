//! PagerDuty, Events API v2: <https://developer.pagerduty.com/docs/send-alert-event>. The fingerprint is the key by which
//! it knows that two events are of one alert.

use super::event::{rfc3339, Event};
use crate::checks::Severity;
use serde_json::{json, Map, Value};

/// Of `payload.summary`.
const SUMMARY_CHARS: usize = 1_024;

pub(super) fn body(event: &Event, routing_key: &str) -> Value {
    let mut body = json!({
        "routing_key": routing_key,
        "event_action": if event.is_resolved() { "resolve" } else { "trigger" },
        "dedup_key": event.key(),
    });
    if let (false, Some(fields)) = (event.is_resolved(), body.as_object_mut()) {
        fields.insert("client".into(), "copilot_ext".into());
        fields.insert("payload".into(), payload(event));
    }
    body
}

fn payload(event: &Event) -> Value {
    let details: Map<String, Value> = event.numbers.iter().map(|(name, v)| (name.clone(), v.clone().into())).collect();
    json!({
        "summary": event.headline().chars().take(SUMMARY_CHARS).collect::<String>(),
        "source": event.database,
        "severity": severity(event.severity),
        "timestamp": rfc3339(event.at),
        "component": event.object,
        "group": event.check_group,
        "class": event.check_name,
        "custom_details": {
            "what": event.what(), "state": event.why.word(), "numbers": details, "report": event.report,
            "fingerprint": event.fingerprint, "rule": event.rule,
        },
    })
}

/// It knows four.
const fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical => "critical",
        Severity::High => "error",
        Severity::Medium => "warning",
        Severity::Low | Severity::Info => "info",
    }
}

#[cfg(test)]
mod tests {
    use super::super::event::{tests::example, Why};
    use super::*;

    #[test]
    fn a_body_is_as_recorded() {
        let text = include_str!("../../../tests/fixtures/alerts/pagerduty.json");
        let recorded: Value = serde_json::from_str(text).unwrap();
        assert_eq!(json!([body(&example(Why::New), "R0KEY"), body(&example(Why::Gone), "R0KEY")]), recorded);
    }
}
