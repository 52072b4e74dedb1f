//! An answer with a model: what it adds, and that nothing it does takes the answer away.

use copilot_core::ask::answer::{Answer, Confidence};
use copilot_core::evidence::fake::{bloated_orders, FakeWorld};
use copilot_core::evidence::Family;
use copilot_core::flows::ask::answer;
use copilot_core::flows::preview_prompt::preview_prompt;
use copilot_core::llm::unworded::Unreached;
use copilot_core::llm::Reply;
use serde_json::{json, Value};

const QUESTION: &str = "which tables are bloated?";

fn bloated() -> FakeWorld {
    FakeWorld::new().with(Family::Tables, &[bloated_orders()])
}

fn reply(status: u16, body: impl Into<Vec<u8>>) -> Result<Reply, Unreached> {
    Ok(Reply { status, body: body.into() })
}

/// A reply of the wire format with this content.
fn saying(content: &str) -> Result<Reply, Unreached> {
    let choice = json!({"finish_reason": "stop", "message": {"role": "assistant", "content": content}});
    reply(200, json!({"choices": [choice], "usage": {"total_tokens": 77}}).to_string())
}

/// A reply whose sentences all cite the four pieces of evidence of the letter.
fn sentences(texts: &[&str]) -> Result<Reply, Unreached> {
    let cites = ["e1", "e2", "e3", "e4"];
    let sentences: Vec<Value> = texts.iter().map(|text| json!({"text": text, "cites": cites})).collect();
    saying(&json!({ "sentences": sentences }).to_string())
}

#[cfg(test)]
fn asked(replies: impl IntoIterator<Item = Result<Reply, Unreached>>) -> (Answer, usize) {
    let mut world = bloated().with_model(replies);
    let answer = answer(&mut world, Some(QUESTION)).unwrap();
    (answer, world.sent().len())
}

#[cfg(test)]
fn without_model() -> Answer {
    answer(&mut bloated(), Some(QUESTION)).unwrap()
}

const HONEST: &str = "\"shop.orders\" has 90,000 dead rows (47.4 %).";

#[test]
fn a_model_words_what_was_found_and_the_rest_stays() {
    let own = without_model();
    let (worded, sent) = asked([sentences(&[HONEST, "You should vacuum \"shop.orders\"."])]);
    let lines: Vec<&str> = worded.text.lines().collect();
    assert_eq!(lines[0], "\"shop.orders\" has 90,000 dead rows (47.4 %). [e1 e2 e3 e4]");
    assert_eq!(lines[1], "Worded by model tiny; 1 of its sentences went beyond the evidence and was dropped.");
    assert_eq!((sent, worded.tokens), (1, Some(77)));
    assert_eq!((&worded.actions, &worded.next, worded.confidence), (&own.actions, &own.next, own.confidence));
    assert_eq!((&worded.dossier.evidence, &worded.looked_at), (&own.dossier.evidence, &own.looked_at));
    assert!(!worded.text.contains("You should"), "{}", worded.text);
}

#[test]
fn without_a_model_nothing_is_sent_and_nothing_is_said_of_one() {
    let mut world = bloated();
    let own = answer(&mut world, Some(QUESTION)).unwrap();
    assert!(world.sent().is_empty() && own.wording.is_none() && own.tokens == Some(0));
    assert!(!own.text.contains("model"), "{}", own.text);
}

#[test]
fn whatever_goes_wrong_the_answer_comes_with_one_line_that_says_why() {
    let choice = |choice: Value| reply(200, json!({"choices": [choice]}).to_string());
    let own = without_model();
    for (failure, why) in [
        (Err(Unreached::NoConnection), "could not be reached: no connection"),
        (Err(Unreached::TimedOut), "did not answer within copilot.llm_timeout"),
        (Err(Unreached::Broken), "broke off in the middle of its reply"),
        (Err(Unreached::TooLarge), "sent more than is read"),
        (Err(Unreached::Unledgered), "was not asked: the ledger of what leaves could not be written"),
        (reply(204, ""), "answered with an unknown status (HTTP 204)"),
        (reply(302, ""), "points to another address, which is not followed (HTTP 302)"),
        (reply(400, "{}"), "refused the request (HTTP 400)"),
        (reply(401, "{\"error\":\"key\"}"), "did not accept the key (HTTP 401)"),
        (reply(404, "no such model"), "is not known at this address (HTTP 404)"),
        (reply(413, ""), "finds the question too large (HTTP 413)"),
        (reply(429, ""), "takes no more requests at the moment (HTTP 429)"),
        (reply(500, "<html>"), "failed (HTTP 500)"),
        (reply(503, ""), "failed (HTTP 503)"),
        (reply(200, ""), "sent something other than the JSON asked for"),
        (reply(200, "<html>hello</html>"), "sent something other than the JSON asked for"),
        (reply(200, "[1,2"), "sent something other than the JSON asked for"),
        (reply(200, "\"all is well\""), "sent something other than the JSON asked for"),
        (reply(200, [0xff, 0xfe, b'{', b'}']), "sent bytes that are not UTF-8"),
        (reply(200, "{}"), "sent an empty answer"),
        (reply(200, "{\"choices\":[]}"), "sent an empty answer"),
        (choice(json!({"message": {"content": null}})), "sent an empty answer"),
        (choice(json!({"message": {"content": null, "refusal": "I can't"}})), "declined to answer"),
        (choice(json!({"finish_reason": "content_filter"})), "had its answer held back by its server"),
        (choice(json!({"finish_reason": "length"})), "was cut off at the limit of tokens"),
        (saying("All is well with your database."), "did not keep to the shape asked for"),
        (saying("{\"sentences\": []}"), "sent an empty answer"),
        (saying("{\"sentences\": [\"All is well.\"]}"), "did not keep to the shape asked for"),
        (sentences(&["All is well."]), "said in its first sentence what the evidence does not say"),
        (sentences(&["All is well.", HONEST]), "said in its first sentence what the evidence does not say"),
        (sentences(&["\u{1b}[31mall is well"]), "said in its first sentence what the evidence does not say"),
    ] {
        let (kept, _) = asked([failure]);
        let line = format!("Not worded by a model: tiny {why}.");
        assert_eq!(kept.wording.as_deref(), Some(line.as_str()));
        assert_eq!(kept.text.lines().filter(|l| l.contains("tiny")).count(), 1, "{}", kept.text);
        assert_eq!((&kept.dossier, &kept.notes, &kept.next), (&own.dossier, &own.notes, &own.next));
        assert_eq!(kept.confidence, own.confidence);
    }
}

#[test]
fn what_matters_most_must_be_told() {
    let mut world = bloated().with_model([saying(
        &json!({"sentences": [{"text": "There is \"shop.orders\".", "cites": ["e1"]}]}).to_string(),
    )]);
    let kept = answer(&mut world, Some(QUESTION)).unwrap();
    assert!(kept.wording.unwrap().contains("tiny "), "only a name was told");
}

#[test]
fn a_server_that_cannot_take_a_part_of_the_request_is_asked_without_it() {
    // As LM Studio and OpenAI word it.
    let no_schema = || reply(400, r#"{"error": "'response_format.type' must be 'text'"}"#);
    let openai =
        |message: &str| reply(400, json!({"error": {"message": message, "type": "invalid_request_error"}}).to_string());
    let mut world = bloated().with_model([
        no_schema(),
        openai("Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead."),
        openai("Unsupported value: 'temperature' does not support 0 with this model. Only the default (1) value is supported."),
        sentences(&[HONEST]),
    ]);
    let worded = answer(&mut world, Some(QUESTION)).unwrap();
    assert!(worded.text.contains("Worded by model tiny."), "{}", worded.text);
    let bodies: Vec<Value> = world.sent().iter().map(|o| serde_json::from_str(&o.body).unwrap()).collect();
    let has = |name: &str| bodies.iter().map(|b| b.get(name).is_some()).collect::<Vec<_>>();
    assert_eq!(has("response_format"), [true, false, false, false]);
    assert_eq!(has("max_tokens"), [true, true, false, false]);
    assert_eq!(has("max_completion_tokens"), [false, false, true, true]);
    assert_eq!(has("temperature"), [true, true, true, false]);
    // One that objects for ever is left alone.
    let (kept, sent) = asked((0..9).map(|_| no_schema()));
    assert_eq!((sent, kept.wording.unwrap().contains("(HTTP 400)")), (2, true));
}

#[test]
fn no_model_is_asked_to_guess() {
    for question in ["how do I cook rice?", "when was the last backup?"] {
        let mut world = bloated().with_model([sentences(&[HONEST])]);
        let unknown = answer(&mut world, Some(question)).unwrap();
        assert_eq!((unknown.confidence, world.sent().len()), (Confidence::None, 0), "{question}");
    }
    let mut blind = FakeWorld::new().with_model([sentences(&[HONEST])]);
    for family in Family::ALL {
        blind = blind.refusing(*family, "42501", "permission denied");
    }
    assert_eq!(answer(&mut blind, Some(QUESTION)).unwrap().confidence, Confidence::None);
    assert!(blind.sent().is_empty());
}

#[test]
fn known_trouble_is_told_without_a_request() {
    let mut world = bloated().with_model_in_trouble(Unreached::NoKey);
    let kept = answer(&mut world, Some(QUESTION)).unwrap();
    assert!(kept.text.contains("tiny was not asked: the key copilot.llm_api_key refers to cannot be read."));
    assert!(world.sent().is_empty() && kept.tokens == Some(0));
}

#[test]
fn a_preview_is_what_leaves() {
    let mut world = bloated().with_model([sentences(&[HONEST])]);
    let preview = preview_prompt(&mut world, Some(QUESTION)).unwrap();
    assert!(world.sent().is_empty());
    answer(&mut world, Some(QUESTION)).unwrap();
    assert_eq!(world.sent(), [preview.outgoing.unwrap()]);
    let shown = &world.sent()[0];
    assert!(shown.body.is_ascii() && shown.url == "http://localhost:8080/v1/chat/completions");

    let unset = preview_prompt(&mut bloated(), Some(QUESTION)).unwrap();
    assert!(unset.note.contains("copilot.llm_url is empty") && unset.outgoing.unwrap().url.is_empty());
    let foreign = preview_prompt(&mut bloated(), Some("how do I cook rice?")).unwrap();
    assert!(foreign.outgoing.is_none() && foreign.note.starts_with("nothing leaves"));
}

/// What llama.cpp's server really said (scripts/record_model.sh), as `NAME.STATUS.json`.
#[test]
fn recorded_replies_of_a_real_server_are_understood() {
    let folder = std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/fixtures/llm/llama.cpp"));
    let mut seen = Vec::new();
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let status: u16 = name.split('.').nth(1).unwrap().parse().unwrap();
        let (answer, _) = asked([reply(status, std::fs::read(&path).unwrap())]);
        seen.push((name, answer.wording.unwrap(), answer.tokens.is_some()));
    }
    seen.sort();
    let not = |name: &str, why: &str, is_paid: bool| {
        (name.to_owned(), format!("Not worded by a model: tiny {why}."), is_paid)
    };
    let worded = "Worded by model tiny; 1 of its sentences went beyond the evidence and was dropped.";
    assert_eq!(
        seen,
        [
            not("cut_off.200.json", "was cut off at the limit of tokens", true),
            ("honest.200.json".to_owned(), worded.to_owned(), true),
            not("no_json.200.json", "did not keep to the shape asked for", true),
            not("no_key.401.json", "did not accept the key (HTTP 401)", false),
            not("no_messages.400.json", "refused the request (HTTP 400)", false),
            not("no_such_path.404.json", "is not known at this address (HTTP 404)", false),
            not("noise.500.json", "failed (HTTP 500)", false),
            // It objects to the schema, is asked again without it, and does not answer that one.
            not("objects_to_format.400.json", "could not be reached: no connection", true),
        ]
    );
}

/// Other servers word a refusal differently; these are from their public documentation and issue threads.
#[test]
fn a_refusal_that_names_a_part_of_the_request_is_understood() {
    for (said, left_out) in [
        (
            r#"{"error":{"message":"Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.","type":"invalid_request_error","param":"max_tokens","code":"unsupported_parameter"}}"#,
            "max_tokens",
        ),
        (
            r#"{"error":{"message":"Unsupported value: 'temperature' does not support 0 with this model. Only the default (1) value is supported.","param":"temperature"}}"#,
            "temperature",
        ),
        (
            r#"{"error":{"message":"Invalid parameter: 'response_format' of type 'json_schema' is not supported with this model."}}"#,
            "response_format",
        ),
    ] {
        let mut world = bloated().with_model([reply(400, said), sentences(&[HONEST])]);
        answer(&mut world, Some(QUESTION)).unwrap();
        let has: Vec<bool> = world.sent().iter().map(|o| o.body.contains(&format!("\"{left_out}\":"))).collect();
        assert_eq!(has, [true, false], "{left_out}");
    }
}
