//! The HTML report in headless Chromium: nothing overflows, on a wide and on a narrow screen, and nothing is fetched. Needs no
//! server; `scripts/browser_tests.sh` finds the browser.

use copilot_core::evidence::fake::{hostile_world, FakeWorld, DAY};
use copilot_core::flows::health_report::health_report;
use serde_json::Value;
use std::fs;
use std::io::ErrorKind;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What the browser would send through to the outside ends here.
struct Outside(TcpListener);

impl Outside {
    fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        listener.set_nonblocking(true).expect("a socket that does not wait");
        Outside(listener)
    }

    fn address(&self) -> String {
        self.0.local_addr().expect("an address").to_string()
    }

    /// Whether somebody came; nobody is answered.
    fn was_asked(&self) -> bool {
        match self.0.accept() {
            Ok(_) => true,
            Err(e) if e.kind() == ErrorKind::WouldBlock => false,
            Err(e) => panic!("{e}"),
        }
    }
}

/// What a page looks like in a frame of this width.
struct Seen {
    /// How far content reaches beyond the frame, in pixels.
    overflow: i64,
    /// What reaches there.
    widest: String,
    /// Elements in all, so that a page which did not load is not taken for a tidy one.
    elements: i64,
    scripts: i64,
    asked_outside: bool,
}

impl Seen {
    fn is_tidy(&self, what: &str, elements_at_least: i64) {
        assert!(self.elements >= elements_at_least, "{what}: {} elements", self.elements);
        assert!(self.overflow <= 0, "{what}: {} pixels too wide: {}", self.overflow, self.widest);
        assert!(!self.asked_outside, "{what}: something was fetched");
        assert_eq!(self.scripts, 0, "{what}");
    }
}

/// The page itself stays as it is, with its policy: it stands in a frame of a page that measures it.
fn seen(name: &str, page: &str, width: u32) -> Seen {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-{width}"));
    fs::create_dir_all(&folder).expect("a folder");
    let wrapper = folder.join("wrapper.html");
    let quoted = page.replace('&', "&amp;").replace('"', "&quot;");
    let measure = include_str!("measure.js");
    fs::write(
        &wrapper,
        format!(
            "<!doctype html><meta charset=utf-8><pre id=result></pre>\
             <iframe id=frame style=\"width:{width}px;height:900px;border:0\" srcdoc=\"{quoted}\"></iframe>\
             <script>{measure}</script>"
        ),
    )
    .expect("the wrapper is written");
    let outside = Outside::new();
    let browser = std::env::var("COPILOT_CHROMIUM").expect("COPILOT_CHROMIUM names a browser");
    let output = Command::new(browser)
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"])
        .args(["--timeout=20000", "--window-size=1600,1000", "--dump-dom"])
        .arg(format!("--user-data-dir={}", folder.join("profile").display()))
        .arg(format!("--proxy-server=http://{}", outside.address()))
        .arg("--proxy-bypass-list=<-loopback>")
        .arg(format!("file://{}", wrapper.display()))
        .output()
        .expect("the browser starts");
    let dom = String::from_utf8_lossy(&output.stdout);
    let result = dom.split("<pre id=\"result\">").nth(1).and_then(|rest| rest.split("</pre>").next());
    let result = result.unwrap_or_else(|| panic!("{dom}\n{}", String::from_utf8_lossy(&output.stderr)));
    let result = result.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    let result: Value = serde_json::from_str(&result).unwrap_or_else(|e| panic!("{e}: {result}"));
    let number = |key: &str| result[key].as_i64().unwrap_or_else(|| panic!("{key}: {result}"));
    Seen {
        overflow: number("overflow"),
        widest: result["widest"].to_string(),
        elements: number("elements"),
        scripts: number("scripts"),
        asked_outside: outside.was_asked(),
    }
}

fn report_of(situation: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/15").join(situation);
    let mut world = FakeWorld::recorded(&folder).expect("a recorded situation").later(40 * DAY);
    health_report(&mut world).expect("a report").html()
}

#[test]
fn the_measure_sees_what_overflows_and_what_is_fetched() {
    seen("plain", "<!doctype html><title>t</title><p>short</p>", 375).is_tidy("plain", 1);
    let wide = seen("wide", "<!doctype html><title>t</title><p style=\"width:500px\">wide</p>", 375);
    assert!(wide.overflow > 100 && wide.widest.contains("500px"), "{} {}", wide.overflow, wide.widest);
    assert!(seen("fetching", "<!doctype html><img src=\"http://192.0.2.1/x.png\">", 375).asked_outside);
}

#[test]
fn reports_fit_their_screen_and_fetch_nothing() {
    for width in [375, 1400] {
        for situation in ["sick", "blind", "healthy"] {
            seen(situation, &report_of(situation), width).is_tidy(&format!("{situation} at {width}"), 50);
        }
    }
}

#[test]
fn hostile_names_neither_run_nor_fetch_nor_overflow() {
    let page = health_report(&mut hostile_world()).expect("a report").html();
    for width in [375, 1400] {
        seen("hostile", &page, width).is_tidy(&format!("at {width}"), 100);
    }
}
