//! Any question has a route, and leaves without digits.
#![no_main]

use copilot_core::ask::route::route;
use copilot_core::llm::discreet;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    assert!(route(text).ranked.iter().all(|(_, score)| score.is_finite()), "{text:?}");
    let left = discreet::question(text, &[]);
    assert!(!left.contains(char::is_numeric), "{text:?} leaves as {left:?}");
    assert_eq!(discreet::question(&left, &[]), left, "masked twice");
});
