//! One report in five formats: the same findings, the same order, whatever objects are called and however many there are.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test's helpers may fail loudly")]

use copilot_core::checks::Severity;
use copilot_core::evidence::fake::{self, hostile_world, FakeWorld, DAY, HOSTILE_NAMES};
use copilot_core::evidence::sequences::Sequence;
use copilot_core::evidence::tables::Table;
use copilot_core::evidence::Family;
use copilot_core::flows::health_report::health_report;
use copilot_core::report::{html_escape, Format, Report};
use serde_json::Value;
use std::path::Path;

fn recorded(situation: &str) -> Report {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/fixtures/15")).join(situation);
    health_report(&mut FakeWorld::recorded(&folder).unwrap().later(40 * DAY)).unwrap()
}

fn parsed(report: &Report, format: Format) -> Value {
    serde_json::from_str(&report.laid_out(format, 100)).unwrap()
}

/// The fingerprints in the order in which a page shows them.
fn prints(report: &Report, format: Format) -> Vec<String> {
    // behind the mark stand the check's id, a blank and the fingerprint
    let print = |rest: &str| rest.split(' ').nth(1).unwrap().chars().take(16).collect::<String>();
    let after = |mark: &str| report.laid_out(format, 100).split(mark).skip(1).map(print).collect();
    match format {
        Format::Text => after("         id:       "),
        Format::Markdown => after("*Id:* "),
        Format::Html => after("<span class=\"id\">"),
        Format::Json => of(&parsed(report, format)["findings"], "/fingerprint"),
        Format::Sarif => of(&parsed(report, format)["runs"][0]["results"], "/partialFingerprints/copilot~1v1"),
    }
}

fn of(list: &Value, path: &str) -> Vec<String> {
    list.as_array().unwrap().iter().map(|one| one.pointer(path).unwrap().as_str().unwrap().to_owned()).collect()
}

#[test]
fn findings_order_and_fingerprints_are_the_same_in_all_formats() {
    for (situation, least) in [("sick", 100), ("blind", 20), ("healthy", 0), ("refused", 0)] {
        let report = recorded(situation);
        let expected: Vec<String> = report.findings().iter().map(|(_, f)| f.fingerprint()).collect();
        assert!(expected.len() >= least, "{situation}: {}", expected.len());
        for format in Format::ALL {
            assert_eq!(prints(&report, *format), expected, "{situation} as {}", format.word());
        }
    }
}

#[test]
fn all_begin_with_the_verdict_and_say_what_was_not_seen() {
    for situation in ["sick", "blind", "healthy", "refused"] {
        let report = recorded(situation);
        let verdict = report.verdict();
        let run = &parsed(&report, Format::Sarif)["runs"][0];
        assert_eq!(parsed(&report, Format::Json)["verdict"], verdict.as_str());
        assert_eq!(run["properties"]["verdict"], verdict.as_str());
        assert_eq!(report.laid_out(Format::Text, 400).lines().next(), Some(verdict.as_str()));
        assert!(report.laid_out(Format::Markdown, 100).starts_with("# "));
        assert!(report.laid_out(Format::Html, 100).contains(&format!("<h1>{verdict}</h1>")));
        let unseen = report.coverage().skipped;
        let told = run["invocations"][0]["toolExecutionNotifications"].as_array().unwrap();
        assert!(told.len() >= unseen, "{situation}: {} of {unseen}", told.len());
        let openers = report.coverage().opens_with;
        for format in [Format::Text, Format::Markdown, Format::Html] {
            let page = report.laid_out(format, 400);
            for opener in &openers {
                let opener = if format == Format::Html { html_escape(opener) } else { opener.clone() };
                assert!(page.contains(&opener), "{situation} as {}: {opener}", format.word());
            }
        }
    }
}

/// The tags of a page, as a reader of HTML takes them apart: from `<` to `>` outside quotes.
fn tags(page: &str) -> Vec<String> {
    let mut tags = Vec::new();
    let mut rest = page;
    while let Some(at) = rest.find('<') {
        let mut quoted = false;
        let end = rest[at..].find(|c| {
            quoted ^= c == '"';
            c == '>' && !quoted
        });
        let end = at + end.unwrap_or_else(|| panic!("a tag without an end: {}", &rest[at..]));
        tags.push(rest[at + 1..end].to_owned());
        rest = &rest[end..];
    }
    tags
}

#[test]
fn hostile_names_stay_names() {
    let report = health_report(&mut hostile_world()).unwrap();
    assert!(report.findings().len() >= HOSTILE_NAMES.len(), "{}", report.verdict());
    let page = report.laid_out(Format::Html, 100);
    const KNOWN: [&str; 31] = [
        "!doctype",
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "header",
        "h1",
        "h2",
        "h3",
        "p",
        "div",
        "svg",
        "rect",
        "ul",
        "li",
        "a",
        "span",
        "main",
        "pre",
        "b",
        "bdi",
        "figure",
        "figcaption",
        "article",
        "strong",
        "dl",
        "dt",
        "dd",
        "footer",
    ];
    const OF_TABLES: [&str; 7] = ["table", "thead", "tbody", "tr", "th", "td", "code"];
    for tag in tags(&page) {
        let name = tag.trim_start_matches('/').split([' ', '/']).next().unwrap();
        assert!(KNOWN.contains(&name) || OF_TABLES.contains(&name), "<{tag}>");
        let attributes: String = tag.split('"').step_by(2).collect();
        assert!(!["on", "src", "style"].iter().any(|a| attributes.contains(&format!(" {a}"))), "<{tag}>");
        assert!(!attributes.contains("href") || tag.starts_with("a href=\"#f-"), "<{tag}>");
    }
    for format in [Format::Text, Format::Markdown, Format::Html] {
        let page = report.laid_out(format, 100);
        let unseen = |c: &char| (c.is_control() && *c != '\n') || ('\u{202a}'..='\u{202e}').contains(c);
        assert_eq!(page.chars().find(unseen), None, "{}", format.word());
    }
    let seen: Vec<String> = parsed(&report, Format::Json)["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|f| f["object"].as_str().unwrap().to_owned())
        .collect();
    assert!(
        HOSTILE_NAMES.iter().all(|name| seen.contains(&format!("{name}.{name}"))),
        "programs get names as they are"
    );
}

/// 10,000 tables without a key, with the longest names there can be, and the numbers of their sequences at an end.
fn huge() -> Report {
    let long = |n: usize| format!("{n:0>5}{}", "&\"".repeat(29));
    let tables: Vec<Table> = (0..10_000)
        .map(|n| Table {
            table_name: long(n),
            has_primary_key: false,
            estimated_bytes: 1 << 30,
            ..fake::table("shop.t")
        })
        .collect();
    let sequences: Vec<Sequence> = (0..1_000)
        .map(|n| Sequence { sequence_name: long(n), last_value: Some(2_147_000_000), ..fake::sequence("shop.s") })
        .collect();
    let mut world = FakeWorld::new()
        .with(Family::Counts, &[fake::counts(0, 0)])
        .with(Family::Tables, &tables)
        .with(Family::Sequences, &sequences);
    health_report(&mut world).unwrap()
}

#[test]
fn a_page_about_ten_thousand_tables_can_still_be_mailed() {
    let report = huge();
    let findings = report.findings();
    assert!(findings.len() > 10_000, "{}", report.verdict());
    let page = report.laid_out(Format::Html, 100);
    assert!(page.len() < 300_000, "{} bytes", page.len());
    assert!(page.contains("more of no_primary_key: <code>SELECT * FROM copilot.findings();</code>"));
    assert_eq!(parsed(&report, Format::Json)["findings"].as_array().unwrap().len(), findings.len());
    assert_eq!(parsed(&report, Format::Sarif)["runs"][0]["results"].as_array().unwrap().len(), findings.len());
}

/// Every check finds something about thirty objects of the longest names.
#[test]
fn what_a_page_has_no_room_for_is_counted() {
    let mut report = recorded("sick");
    for (_, outcome) in &mut report.results {
        if let copilot_core::checks::Outcome::Finding(judged) = outcome {
            let one = judged.findings[0].clone();
            judged.findings = (0..30)
                .map(|n| {
                    let mut finding = one.clone();
                    finding.severity = Severity::Low;
                    finding.object = format!("{n:0>5}{}", "<&\"".repeat(40));
                    finding
                })
                .collect();
        }
    }
    let page = report.laid_out(Format::Html, 100);
    assert!(page.len() < 300_000, "{} bytes", page.len());
    let shown = page.matches("<article").count();
    assert!(shown > 50, "{shown}");
    assert!(page.contains("more that this page has no room for"));
}
