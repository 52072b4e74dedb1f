//! Bars, drawn in SVG. Text stands beside them as HTML, where it wraps.

use super::escape;
use crate::report::picture::{Bar, Picture};
use std::fmt::Write;

/// The width of a drawing in its own units.
const WIDE: f64 = 1_000.0;

/// One bar made of pieces, each with its class and share.
pub(super) fn strip(pieces: &[(&str, usize)], described: &str) -> String {
    let all: usize = pieces.iter().map(|(_, n)| n).sum();
    let mut drawing = open(described);
    let mut x = 0.0;
    for (class, n) in pieces {
        let width = WIDE * *n as f64 / all.max(1) as f64;
        drawing += &rectangle(class, x, width);
        x += width;
    }
    drawing + "</svg>\n"
}

pub(super) fn figure(picture: &Picture) -> String {
    let mut out = format!("<figure>\n<h3>{}</h3>\n", escape(&picture.title));
    for bar in &picture.bars {
        // writing to a String cannot fail
        let _ = writeln!(
            out,
            "<div class=\"bar\"><span><bdi>{}</bdi></span><span>{}</span></div>",
            escape(&bar.name),
            escape(&bar.said)
        );
        out += &drawn(picture, bar);
    }
    let mut caption = escape(picture.legend);
    if let Some((_, what)) = &picture.mark {
        caption += &format!(" Red line: {}.", escape(what));
    }
    if picture.more > 0 {
        caption += &format!(" And {} more.", picture.more);
    }
    out + &format!("<figcaption>{caption}</figcaption>\n</figure>\n")
}

fn drawn(picture: &Picture, bar: &Bar) -> String {
    let share = |value: f64| WIDE * (value / picture.full).clamp(0.0, 1.0);
    let mut drawing = open(&format!("{}: {}", bar.name, bar.said));
    drawing += &rectangle("bar", 0.0, share(bar.length));
    if let Some(part) = bar.part {
        drawing += &rectangle("part", 0.0, share(part));
    }
    if let Some((at, _)) = &picture.mark {
        drawing += &rectangle("mark", share(*at) - 2.0, 4.0);
    }
    drawing + "</svg>\n"
}

fn open(described: &str) -> String {
    let described = escape(described);
    format!("<svg viewBox=\"0 0 1000 10\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"{described}\">")
}

fn rectangle(class: &str, x: f64, width: f64) -> String {
    match width > 0.0 {
        true => format!("<rect class=\"fill-{class}\" x=\"{x:.1}\" width=\"{width:.1}\" height=\"10\"/>"),
        false => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_shares_of_the_full_width() {
        let bar = |name: &str, length| Bar { name: name.into(), length, part: Some(1.0), said: "said".into() };
        let picture = Picture {
            title: "Sizes".into(),
            legend: "What it is.",
            full: 4.0,
            mark: Some((2.0, "the limit".into())),
            bars: vec![bar("\"><script>", 2.0), bar("beyond", 9.0)],
            more: 3,
        };
        let drawn = figure(&picture);
        assert!(drawn.contains("class=\"fill-bar\" x=\"0.0\" width=\"500.0\""), "{drawn}");
        assert!(drawn.contains("class=\"fill-part\" x=\"0.0\" width=\"250.0\""));
        assert!(drawn.contains("class=\"fill-mark\" x=\"498.0\""));
        assert!(drawn.contains("width=\"1000.0\"") && !drawn.contains("2250"), "no bar leaves its frame");
        assert!(drawn.contains("Red line: the limit. And 3 more."));
        assert!(!drawn.contains("<script>") && drawn.contains("&quot;&gt;&lt;script&gt;"));
    }
}
