//! Settings that endanger data, differ from the default, or wait for a restart; and the memory they give out.

use super::{count, Asked, Needs, Plan, Said};
use crate::ask::Product;
use crate::evidence::settings::Setting;
use crate::evidence::{Evidence, Family};
use crate::value::Value;

pub(super) const PLAN: Plan = Plan { product: Product::Settings, needs, say };

const CHECKS: &[&str] = &["durability_off"];

fn needs(_: &str) -> Needs {
    Needs::of(&[Family::Settings], CHECKS)
}

const MEMORY: [&str; 7] = [
    "shared_buffers",
    "effective_cache_size",
    "work_mem",
    "hash_mem_multiplier",
    "maintenance_work_mem",
    "autovacuum_work_mem",
    "max_connections",
];

fn say(asked: &Asked, said: &mut Said) {
    let Some(all) = said.look(asked.facts.settings()) else { return };
    let asked_for: Vec<&Setting> = all.iter().filter(|s| asked.stems.contains(&s.setting_name)).collect();
    asked_for.iter().for_each(|s| one(said, s));
    match asked.intent.name {
        "memory_settings" => memory(said, all),
        _ if !asked_for.is_empty() => {
            asked.findings(said, CHECKS);
        }
        _ => review(asked, said, all),
    }
    said.next("SELECT name, setting, unit, source FROM pg_settings WHERE source NOT IN ('default', 'override');");
}

fn review(asked: &Asked, said: &mut Said, all: &[Setting]) {
    asked.findings(said, CHECKS);
    for s in all.iter().filter(|s| s.is_pending_restart) {
        said.say("Setting {} was changed and waits for a restart", &[&Evidence::name("settings", &s.setting_name)]);
    }
    let chosen: Vec<&Setting> = all.iter().filter(|s| is_chosen(s)).collect();
    let number = Evidence::measured("settings", "server", "not_default", count(chosen.len()));
    said.say("Settings set to another value than the built-in default: {}", &[&number]);
    chosen.iter().take(12).for_each(|s| one(said, s));
    asked.found_nothing(said, CHECKS);
}

/// Settings initdb writes and nobody tunes.
const LOCAL: [&str; 6] = [
    "default_text_search_config",
    "log_timezone",
    "TimeZone",
    "DateStyle",
    "log_line_prefix",
    "dynamic_shared_memory_type",
];

/// Set by a person, not worked out by the server itself.
fn is_chosen(s: &Setting) -> bool {
    let by_person = !["default", "override", "client"].contains(&s.source.as_str()) && s.setting != s.built_in;
    by_person && !s.setting_name.starts_with("lc_") && !LOCAL.contains(&s.setting_name.as_str())
}

fn one(said: &mut Said, s: &Setting) {
    let of = |measure, value| Evidence::measured("settings", &s.setting_name, measure, value);
    let name = Evidence::name("settings", &s.setting_name);
    let is = of("value", typed(s.setting.as_deref(), s.unit.as_deref()));
    let source = of("source", Value::Word(s.source.clone()));
    if s.setting == s.built_in {
        said.say("Setting {} is {}, its built-in default", &[&name, &is]);
    } else {
        let built_in = of("built_in", typed(s.built_in.as_deref(), s.unit.as_deref()));
        said.say("Setting {} is {}, set by {}; the built-in default is {}", &[&name, &is, &source, &built_in]);
    }
}

/// A setting's value in the unit it stands for.
fn typed(value: Option<&str>, unit: Option<&str>) -> Value {
    let word = value.unwrap_or("hidden");
    let Some(n) = value.and_then(|v| v.parse::<f64>().ok()).filter(|n| *n >= 0.0) else {
        return Value::Word(word.to_owned());
    };
    let kib = |factor: f64| Value::Bytes((n * factor * 1024.0) as i64);
    match unit {
        Some("B") => Value::Bytes(n as i64),
        Some("kB") => kib(1.0),
        Some("8kB") => kib(8.0),
        Some("MB") => kib(1024.0),
        Some("ms") => Value::Milliseconds(n),
        Some("s") => Value::Seconds(n),
        Some("min") => Value::Seconds(60.0 * n),
        None if n.fract() == 0.0 => Value::Count(n as i64),
        _ => Value::Word(word.to_owned()),
    }
}

fn memory(said: &mut Said, all: &[Setting]) {
    let named = |name: &str| all.iter().find(|s| s.setting_name == name);
    MEMORY.iter().filter_map(|name| named(name)).for_each(|s| one(said, s));
    let number = |name: &str| named(name).and_then(|s| s.number().map(|n| (n, s)));
    let (Some((kib, _)), Some((sessions, _))) = (number("work_mem"), number("max_connections")) else { return };
    let worst =
        Evidence::estimated("settings", "server", "work_mem_of_all", Value::Bytes((kib * 1024.0 * sessions) as i64));
    said.say("If every connection used its sort memory just once at the same time, that would be {}", &[&worst]);
    said.is_partial = true;
    said.note("How much memory the machine has is not visible from inside the server");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_setting_is_read_in_its_unit() {
        assert_eq!(typed(Some("16384"), Some("8kB")), Value::Bytes(128 << 20));
        assert_eq!(typed(Some("4096"), Some("kB")), Value::Bytes(4 << 20));
        assert_eq!(typed(Some("5"), Some("min")), Value::Seconds(300.0));
        assert_eq!(typed(Some("-1"), Some("ms")), Value::Word("-1".into()));
        assert_eq!(typed(Some("100"), None), Value::Count(100));
        assert_eq!(typed(Some("on"), None), Value::Word("on".into()));
    }
}
