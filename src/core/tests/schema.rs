//! Reports of recorded servers against `docs/health_report.schema.json`, by as much of JSON Schema as it uses.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test's helpers may fail loudly")]

use copilot_core::evidence::fake::{FakeWorld, DAY};
use copilot_core::flows::health_report::health_report;
use serde_json::{json, Value};
use std::path::Path;

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}

fn schema() -> Value {
    serde_json::from_str(&std::fs::read_to_string(root().join("docs/health_report.schema.json")).unwrap()).unwrap()
}

fn report(situation: &str) -> Value {
    let folder = root().join("tests/fixtures/15").join(situation);
    let report = health_report(&mut FakeWorld::recorded(&folder).unwrap().later(40 * DAY)).unwrap();
    // as programs get it: through text
    serde_json::from_str(&report.json().to_string()).unwrap()
}

/// What does not hold. Stricter than the schema in one thing: what it does not describe may not be there.
fn faults(whole: &Value, schema: &Value, value: &Value, at: &str, faults: &mut Vec<String>) {
    let mut wrong = |what: &str| faults.push(format!("{at}: {what}"));
    for (keyword, rule) in schema.as_object().unwrap() {
        match keyword.as_str() {
            "$schema"
            | "$defs"
            | "title"
            | "description"
            | "properties"
            | "additionalProperties"
            | "items"
            | "anyOf" => {}
            "$ref" => {}
            "type" => {
                let types = rule.as_array().cloned().unwrap_or_else(|| vec![rule.clone()]);
                if !types.iter().any(|t| is_of(t.as_str().unwrap(), value)) {
                    wrong(&format!("{value} is not {rule}"));
                }
            }
            "const" if value != rule => wrong(&format!("{value} is not {rule}")),
            "enum" if !rule.as_array().unwrap().contains(value) => wrong(&format!("{value} is none of {rule}")),
            "required" => {
                let missing = |name: &&Value| value.is_object() && value.get(name.as_str().unwrap()).is_none();
                rule.as_array().unwrap().iter().filter(missing).for_each(|name| wrong(&format!("{name} is missing")));
            }
            "minimum" if value.as_f64().is_some_and(|n| n < rule.as_f64().unwrap()) => wrong("too small"),
            "minLength" if length(value).is_some_and(|n| n < rule.as_u64().unwrap()) => wrong("too short"),
            "maxLength" if length(value).is_some_and(|n| n > rule.as_u64().unwrap()) => wrong("too long"),
            "const" | "enum" | "minimum" | "minLength" | "maxLength" => {}
            other => panic!("this test does not know the keyword {other}"),
        }
    }
    below(whole, schema, value, at, faults);
}

fn below(whole: &Value, schema: &Value, value: &Value, at: &str, found: &mut Vec<String>) {
    if let Some(name) = schema.get("$ref") {
        let path = name.as_str().unwrap().trim_start_matches('#');
        let named = whole.pointer(path).unwrap_or_else(|| panic!("{name} is not there"));
        faults(whole, named, value, at, found);
    }
    if let Some(choices) = schema.get("anyOf") {
        let fits = |choice: &Value| {
            let mut found = Vec::new();
            faults(whole, choice, value, at, &mut found);
            found.is_empty()
        };
        if !choices.as_array().unwrap().iter().any(fits) {
            found.push(format!("{at}: {value} fits none of {choices}"));
        }
    }
    if let Some(items) = schema.get("items") {
        for (n, item) in value.as_array().into_iter().flatten().enumerate() {
            faults(whole, items, item, &format!("{at}/{n}"), found);
        }
    }
    for (name, inner) in value.as_object().into_iter().flatten() {
        let described = schema.get("properties").and_then(|p| p.get(name)).or(schema.get("additionalProperties"));
        match described {
            Some(described) => faults(whole, described, inner, &format!("{at}/{name}"), found),
            None if schema.get("$ref").is_none() && schema.get("anyOf").is_none() => {
                found.push(format!("{at}: {name} is not described"));
            }
            None => {}
        }
    }
}

fn is_of(kind: &str, value: &Value) -> bool {
    match kind {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        "number" => value.is_number(),
        "integer" => value.is_i64() || value.is_u64(),
        other => panic!("{other} is no type"),
    }
}

fn length(value: &Value) -> Option<u64> {
    value.as_str().map(|text| text.chars().count() as u64)
}

fn check(value: &Value) -> Vec<String> {
    let schema = schema();
    let mut found = Vec::new();
    faults(&schema, &schema, value, "", &mut found);
    found
}

#[test]
fn reports_are_as_the_schema_says() {
    for situation in ["sick", "healthy", "blind", "refused", "fresh", "locked"] {
        assert_eq!(check(&report(situation)), Vec::<String>::new(), "{situation}");
    }
}

#[test]
fn what_is_not_as_it_says_is_refused() {
    let spoiled = |path: &str, value: Value| {
        let mut report = report("sick");
        *report.pointer_mut(path).unwrap_or_else(|| panic!("{path}")) = value;
        check(&report)
    };
    for (path, value) in [
        ("/schema", json!("copilot.health_report/2")),
        ("/made_at", json!("now")),
        ("/verdict", json!("")),
        ("/server/version_num", json!(15)),
        ("/coverage/ok", json!(-1)),
        ("/groups/CFG", json!("fine")),
        ("/findings/0/severity", json!("worse")),
        ("/findings/0/fingerprint", json!("b4cda6fb")),
        ("/findings/0/since", json!("yesterday")),
        ("/findings/0/remedy/sql", json!(1)),
        ("/findings/0/evidence/0/unit", json!("stones")),
        ("/checks/0", json!({ "id": "CFG01" })),
        ("/findings/0", json!({ "surprise": true })),
    ] {
        assert!(!spoiled(path, value.clone()).is_empty(), "{path} was {value}");
    }
}

#[test]
fn each_citation_is_a_piece_of_evidence() {
    for finding in report("sick")["findings"].as_array().unwrap() {
        let pieces = finding["evidence"].as_array().unwrap().len() as u64;
        for sentence in finding["sentences"].as_array().unwrap() {
            assert!(sentence["cites"].as_array().unwrap().iter().all(|at| at.as_u64().unwrap() < pieces), "{finding}");
        }
    }
}
