//! OpenAI's chat completions: also the format of vLLM, of llama.cpp's server, and of the compatible servers of Ollama,
//! GPT4All and LM Studio.

use super::unworded::Unworded;
use super::{Capabilities, Feature, Heard, Letter, Provider, Reply};
use crate::chain::canonical;
use serde_json::{json, Map, Value};

pub const PROVIDER: Provider = Provider {
    name: "openai_chat",
    capabilities: Capabilities { json_schema: true, max_tokens: true, temperature: true },
    endpoint,
    headers: &[("content-type", "application/json"), ("accept", "application/json"), ("authorization", "Bearer …")],
    encode,
    decode,
    objection,
};

const PATH: &str = "/chat/completions";

/// `copilot.llm_url` may end before or after the path of the format; a query stays behind it.
fn endpoint(url: &str) -> String {
    let (url, query) = url.trim().split_once('?').map_or((url.trim(), String::new()), |(u, q)| (u, format!("?{q}")));
    let url = url.trim_end_matches('/');
    match url.ends_with(PATH) {
        true => format!("{url}{query}"),
        false => format!("{url}{PATH}{query}"),
    }
}

/// ASCII, so that what a preview shows are the bytes that leave, whatever the encoding of the database.
fn encode(letter: &Letter, can: Capabilities) -> String {
    let mut body = Map::new();
    let mut add = |name: &str, value: Value| body.insert(name.to_owned(), value);
    add("model", json!(letter.model));
    add("stream", json!(false));
    add("messages", json!([{"role": "system", "content": letter.task}, {"role": "user", "content": letter.data}]));
    add(if can.max_tokens { "max_tokens" } else { "max_completion_tokens" }, json!(letter.most_tokens));
    if can.temperature {
        add("temperature", json!(0));
    }
    if can.json_schema {
        let schema = json!({"name": "answer", "strict": true, "schema": letter.shape});
        add("response_format", json!({"type": "json_schema", "json_schema": schema}));
    }
    canonical(&body)
}

fn decode(reply: &Reply) -> Heard {
    let unheard = |why| Heard { content: Err(why), tokens: None };
    if reply.status != 200 {
        return unheard(Unworded::Status(reply.status));
    }
    let Ok(text) = std::str::from_utf8(&reply.body) else { return unheard(Unworded::NotText) };
    let Ok(reply) = serde_json::from_str::<Value>(text) else { return unheard(Unworded::NotJson) };
    if !reply.is_object() {
        return unheard(Unworded::NotJson);
    }
    Heard { content: content(&reply), tokens: tokens(&reply) }
}

fn content(reply: &Value) -> Result<String, Unworded> {
    let Some(choice) = reply.pointer("/choices/0") else { return Err(Unworded::Empty) };
    match choice.get("finish_reason").and_then(Value::as_str) {
        Some("length") => return Err(Unworded::CutOff),
        Some("content_filter") => return Err(Unworded::Filtered),
        _ => {}
    }
    if choice.pointer("/message/refusal").and_then(Value::as_str).is_some_and(|words| !words.is_empty()) {
        return Err(Unworded::Declined);
    }
    match choice.pointer("/message/content").and_then(Value::as_str).map(str::trim) {
        None | Some("") => Err(Unworded::Empty),
        Some(content) => Ok(content.to_owned()),
    }
}

/// `total_tokens`, or the sum of its parts where a server leaves it out.
fn tokens(reply: &Value) -> Option<i64> {
    let count = |name: &str| reply.get("usage")?.get(name)?.as_i64().filter(|n| *n >= 0);
    count("total_tokens").or_else(|| count("prompt_tokens")?.checked_add(count("completion_tokens")?))
}

/// A refusal that names a part of the request. Servers word it freely; the names of the parts are the format's.
fn objection(reply: &Reply) -> Option<Feature> {
    if ![400, 404, 415, 422, 501].contains(&reply.status) {
        return None;
    }
    let said = String::from_utf8_lossy(&reply.body).to_lowercase();
    [
        (["response_format", "json_schema", "grammar"].as_slice(), Feature::JsonSchema),
        (["max_tokens"].as_slice(), Feature::MaxTokens),
        (["temperature"].as_slice(), Feature::Temperature),
    ]
    .iter()
    .find(|(names, _)| names.iter().any(|name| said.contains(name)))
    .map(|(_, feature)| *feature)
}
