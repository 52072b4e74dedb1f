//! Slack, incoming webhooks: <https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks>. The blocks are
//! plain text, in which nothing has a meaning; `text`, which notifications show, is escaped.

use super::event::{rfc3339, Event};
use serde_json::{json, Value};

/// A header block holds that many characters.
const HEADER_CHARS: usize = 150;

pub(super) fn body(event: &Event) -> Value {
    let headline = event.headline();
    let header = match headline.chars().count() > HEADER_CHARS {
        true => headline.chars().take(HEADER_CHARS - 1).chain(['…']).collect(),
        false => headline.clone(),
    };
    let lines = [
        (header != headline).then(|| headline.clone()),
        event.what().map(|what| format!("{what}.")),
        (!event.numbers.is_empty()).then(|| event.measured()),
        Some(format!("{}, report {} of {}, {}", event.why.word(), event.report, rfc3339(event.at), event.fingerprint)),
    ];
    let text: Vec<String> = lines.into_iter().flatten().collect();
    json!({
        "text": escaped(&headline),
        "blocks": [
            {"type": "header", "text": {"type": "plain_text", "emoji": false, "text": header}},
            {"type": "section", "text": {"type": "plain_text", "emoji": false, "text": text.join("\n")}},
        ],
    })
}

/// The three characters that Slack wants escaped.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::super::event::{tests::example, Why};
    use super::*;

    #[test]
    fn a_body_is_as_recorded() {
        let recorded: Value = serde_json::from_str(include_str!("../../../tests/fixtures/alerts/slack.json")).unwrap();
        assert_eq!(json!([body(&example(Why::New)), body(&example(Why::Gone))]), recorded);
    }

    #[test]
    fn a_long_name_is_whole_in_the_text() {
        let long = Event { object: "x".repeat(200), ..example(Why::New) };
        let said = body(&long).to_string();
        assert!(said.contains(&"x".repeat(200)) && said.contains('…'));
        assert!(!body(&example(Why::New))["text"].as_str().unwrap().contains("<!"));
    }
}
