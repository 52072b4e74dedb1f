//! Prometheus' Alertmanager, `POST /api/v2/alerts`:
//! <https://github.com/prometheus/alertmanager/blob/main/api/v2/openapi.yaml>. It resolves by itself what has no end and is not
//! sent again within minutes; a report comes once a day. So an alert carries an end a year ahead, and its resolve message
//! the end now.

use super::event::{rfc3339, Event};
use serde_json::{json, Value};

const YEAR_MICROS: i64 = 365 * 86_400 * 1_000_000;

pub(super) fn body(event: &Event) -> Value {
    let ends_at = if event.is_resolved() { event.at } else { event.at.saturating_add(YEAR_MICROS) };
    // Two alerts are the same when all their labels are; so nothing that changes is among them.
    let mut alert = json!({
        "labels": {
            "alertname": event.check_name, "check_id": event.check_id, "check_group": event.check_group,
            "object_kind": event.object_kind, "object": event.object, "database": event.database,
            "fingerprint": event.fingerprint, "job": "copilot_ext",
        },
        "annotations": {
            "summary": event.headline(), "description": event.what().unwrap_or_default(),
            "numbers": event.measured(), "severity": event.severity_word(), "state": event.why.word(),
            "report": event.report.to_string(),
        },
        "endsAt": rfc3339(ends_at),
    });
    if let (false, Some(alert)) = (event.is_resolved(), alert.as_object_mut()) {
        alert.insert("startsAt".into(), rfc3339(event.at).into());
    }
    json!([alert])
}

#[cfg(test)]
mod tests {
    use super::super::event::{tests::example, Why};
    use super::*;
    use crate::checks::Severity;

    #[test]
    fn a_body_is_as_recorded() {
        let text = include_str!("../../../tests/fixtures/alerts/alertmanager.json");
        let recorded: Value = serde_json::from_str(text).unwrap();
        assert_eq!(json!([body(&example(Why::New)), body(&example(Why::Gone))]), recorded);
    }

    #[test]
    fn the_labels_of_an_alert_outlast_its_severity() {
        let worse = Event { severity: Severity::Critical, numbers: Vec::new(), report: 43, ..example(Why::Worse) };
        assert_eq!(body(&worse)[0]["labels"], body(&example(Why::New))[0]["labels"]);
        assert_eq!(body(&example(Why::Gone))[0]["labels"], body(&example(Why::New))[0]["labels"]);
    }
}
