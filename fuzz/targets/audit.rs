//! Lines of an audit that somebody else may have written: read without harm, and written as they were read.
#![no_main]

use copilot_core::chain::KeyRing;
use copilot_core::proof::anchor::{Anchors, Held};
use copilot_core::proof::claims::{Claims, Retained};
use copilot_core::proof::entry::Entry;
use copilot_core::standby::{Confirmed, Line};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let _ = (Held::parse(text).is_ok(), Anchors::parse(text), Entry::read(text.as_bytes()).is_some());
    let _ = Retained::told_by(text.as_bytes()).is_some();
    Claims::default().hear(text.as_bytes());
    let _ = KeyRing::parse(text).is_ok();
    let keys = KeyRing::parse(&"ab".repeat(32)).expect("a key");
    let mut confirmed = Confirmed::NOTHING;
    assert!(confirmed.next(&keys, text).is_err(), "a line that nobody signed is confirmed");
    if let Some(line) = Line::parse(text) {
        let _ = line.newest();
        assert_eq!(Line::parse(&line.to_text()).as_ref(), Some(&line));
    }
});
