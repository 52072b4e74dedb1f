//! A real model server (llama.cpp) with a model of random weights: its words are noise, its protocol is real.

use copilot_client_tests::llama::Llama;
use copilot_client_tests::model_peer::{Answer, ModelPeer};
use copilot_client_tests::server::as_server_user;
use copilot_client_tests::{run, Server, Story};
use serde_json::{json, Value};

const QUESTION: &str = "which extensions are installed?";

/// The reply is a chat completion in the schema asked for, its tokens are counted, its noise is not believed.
#[test]
fn noise_in_the_right_shape_is_not_believed_and_is_paid_for() {
    let llama = Llama::start(None);
    let database = Server::shared().database("real noise");
    let mut client = database.superuser();
    let own = client.ask(QUESTION);
    client.run(&llama.settings());
    let row = client.query_one("select answer, tokens from copilot.answer($1)", &[&QUESTION]).expect("an answer");
    let answer: String = row.get("answer");
    let (lines, rest): (Vec<&str>, Vec<&str>) =
        answer.lines().partition(|line| line.starts_with("Not worded by a model: "));
    assert_eq!(rest, own.lines().collect::<Vec<_>>(), "the answer is the one without a model");
    let known = ["was cut off at the limit of tokens.", "said in its first sentence what the evidence does not say."];
    assert!(lines.len() == 1 && known.iter().any(|why| lines[0].ends_with(why)), "{lines:?}");
    assert!(row.get::<_, Option<i64>>("tokens") > Some(500), "the letter alone has more: {row:?}");
    assert_eq!(client.values::<String>("select outcome || ' ' || status from copilot.egress"), ["replied 200"]);
    database.chain_holds();
}

/// A literal of llama.cpp's grammar language.
fn literal(text: &str) -> String {
    format!("root ::= {}", Value::from(text))
}

/// The server is made to say one exact thing, which is how a model that keeps to the evidence would sound.
#[test]
fn a_sentence_that_keeps_to_the_evidence_passes_through_a_real_server() {
    let database = Server::shared().database("real words");
    let mut client = database.superuser();
    let own = client.ask(QUESTION);
    let number = own.split_whitespace().next().expect("the main claim begins with a number").to_owned();
    let honest = format!("In this database {number} extensions are installed");
    let content = json!({"sentences": [
        {"text": honest, "cites": ["e1"]},
        {"text": "They are all up to date", "cites": ["e1"]},
    ]});
    let grammar = literal(&content.to_string());
    let llama = Llama::start(None);
    let door = llama.door();
    let between = ModelPeer::new(move |received| {
        let mut body: Value = serde_json::from_slice(&received.body).expect("JSON left");
        body["response_format"] = Value::Null;
        body["grammar"] = grammar.clone().into();
        Answer::Reply(200, door.complete(&body.to_string()).to_string().into_bytes())
    });
    client.run(&between.settings());
    client.run("set copilot.llm_timeout = '60s'");
    let row = client.query_one("select answer, tokens from copilot.answer($1)", &[&QUESTION]).expect("an answer");
    let answer: String = row.get("answer");
    let expected =
        format!("{honest}. [e1]\nWorded by model peer; 1 of its sentences went beyond the evidence and was dropped.\n");
    assert!(answer.starts_with(&expected), "{answer}");
    assert!(row.get::<_, Option<i64>>("tokens") > Some(500), "{row:?}");
}

#[test]
fn a_real_server_wants_its_key_and_gets_it_from_a_file() {
    let llama = Llama::start(Some("sesame-of-the-tests"));
    let server = Server::shared();
    let database = server.database("real key");
    let mut client = database.superuser();
    client.run(&llama.settings());
    let refused = client.ask(QUESTION);
    assert!(refused.contains("Not worded by a model: noise did not accept the key (HTTP 401)."), "{refused}");
    let file = server.scratch("llm.key");
    let write = format!("umask 077; echo sesame-of-the-tests > '{}'", file.display());
    run(as_server_user("sh").args(["-c", &write]));
    client.run(&format!("set copilot.llm_api_key = 'file:{}'", file.display()));
    let answer = client.ask(QUESTION);
    assert!(!answer.contains("HTTP 401"), "{answer}");
    assert_eq!(client.values::<i32>("select status from copilot.egress order by id"), [401, 200]);
}
