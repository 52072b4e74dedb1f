//! The slowest statements as a text to read or to mail.

use super::explain_slow::{explain_slow, Row, Slow};
use crate::fault::{Fault, Kind};
use crate::report::{markdown_code as code, markdown_inline as inline, Format};
use crate::value::{grouped, utc, Value};
use crate::world::World;

/// The widest line, query texts included.
const WIDTH: usize = 100;

/// The `top` statements by total time, laid out.
pub fn slow_report(world: &mut impl World, top: Option<i32>, format: Format) -> Result<String, Fault> {
    render(&explain_slow(world, top)?, format)
}

/// Lays out what `explain_slow` found.
pub fn render(slow: &Slow, format: Format) -> Result<String, Fault> {
    match format {
        Format::Text => Ok(text(slow)),
        Format::Markdown => Ok(markdown(slow)),
        Format::Json => serde_json::to_string_pretty(slow)
            .map_err(|e| Fault::new(Kind::Internal, "the report could not be written").detail(e.to_string())),
        Format::Html | Format::Sarif => {
            Err(Fault::new(Kind::InvalidArgument, format!("a slow report does not come as {}", format.word())))
        }
    }
}

fn text(slow: &Slow) -> String {
    let mut lines = head(slow);
    for row in &slow.rows {
        lines.push(String::new());
        lines.extend(entry(row));
    }
    let lines: Vec<String> = lines.iter().flat_map(|l| wrapped(&ascii(l))).collect();
    lines.join("\n") + "\n"
}

/// What the text says, as headings, words and blocks of code.
fn markdown(slow: &Slow) -> String {
    let lines = head(slow);
    let mut out = String::new();
    for (at, line) in lines.iter().enumerate() {
        out += &format!("{}{}\n\n", if at == 0 { "# " } else { "" }, inline(line.trim_start()));
    }
    for row in &slow.rows {
        let lines = entry(row);
        let mut words = lines.iter().map(|l| inline(l.trim_start()));
        out += &format!("## {}\n\n{}\n", words.next().unwrap_or_default(), code("sql", &visible(&row.query)));
        // the second line is the text of the statement
        for line in words.skip(1) {
            out += &format!("{line}\n\n");
        }
    }
    out.trim_end().to_owned() + "\n"
}

/// A statement as it is, but for marks that a reader would not see.
fn visible(query: &str) -> String {
    query.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

fn head(slow: &Slow) -> Vec<String> {
    let mut lines = vec![format!("Slowest statements of database {}", slow.database_name)];
    lines.push(match (slow.counted_since, slow.window_seconds) {
        (Some(since), Some(s)) => format!("Window: since {} ({})", utc(since), Value::Seconds(s)),
        _ => "Window: not known, the server does not say when counting began".into(),
    });
    lines.push(format!(
        "Shown: {} of {} statements, {} of {} spent by all of them",
        grouped(slow.rows.len() as i64),
        grouped(slow.statements),
        Value::Percent(slow.covered_percent),
        Value::Milliseconds(slow.database_total_ms),
    ));
    lines.push(format!("Planned: {} of the time of those shown", Value::Percent(slow.planned_percent)));
    if slow.evictions > 0 {
        lines.push(format!(
            "Not counted: entries were thrown out {} times for lack of room (raise pg_stat_statements.max)",
            grouped(slow.evictions)
        ));
    }
    for unread in &slow.could_not {
        lines.push(format!("Not seen: {}", unread.detail));
        lines.extend(unread.opens_with.iter().map(|sql| format!("  to see it: {sql};")));
    }
    lines
}

fn entry(row: &Row) -> Vec<String> {
    let hit = row.hit_percent.map_or_else(|| "no blocks".to_owned(), |p| format!("{} hit", Value::Percent(p)));
    let queryid = row.queryid.as_deref().unwrap_or("hidden");
    let mut lines = vec![
        format!("{}. queryid {queryid}, role {}", row.rank, row.role_name),
        format!("   {}", short(&row.query, 3 * (WIDTH - 3))),
        format!(
            "   {} of all time: {} in {} calls, {} each",
            Value::Percent(row.share_percent),
            Value::Milliseconds(row.total_ms),
            grouped(row.calls),
            Value::Milliseconds(row.mean_ms),
        ),
        format!(
            "   {} rows per call; blocks: {}, {} read, {} temporary",
            Value::Number(row.rows_per_call),
            hit,
            grouped(row.blocks_read),
            grouped(row.temp_blocks),
        ),
        format!("   -> {}.", row.finding),
        format!("   plan: {}.", row.plan.trim_end_matches('.')),
        format!("   next: {}", row.next_step),
    ];
    if !row.also.is_empty() {
        lines.push(format!("   also: {}", row.also.join(", ").replace('_', " ")));
    }
    lines
}

/// At most this many characters, marked where it was cut.
fn short(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let kept: String = text.chars().take(most.saturating_sub(3)).collect();
    kept + "..."
}

/// Terminals and mail gateways of every age show ASCII; what is not is shown as its code point.
fn ascii(line: &str) -> String {
    line.chars()
        .map(|c| match c {
            '…' => "...".to_owned(),
            c if c.is_ascii() && !c.is_ascii_control() => c.to_string(),
            c => c.escape_unicode().to_string(),
        })
        .collect()
}

/// Breaks a line at spaces, and a longer word anywhere; what follows is indented like the line.
fn wrapped(line: &str) -> Vec<String> {
    let indent = line.len() - line.trim_start().len();
    let mut lines = Vec::new();
    let mut rest = line.to_owned();
    while rest.len() > WIDTH {
        let fits = rest.get(..=WIDTH).unwrap_or_default();
        let at = fits.rfind(' ').filter(|at| *at > indent + 20).unwrap_or(WIDTH);
        let (kept, more) = rest.split_at(at);
        let more = format!("{:indent$}{}", "", more.trim_start());
        lines.push(kept.trim_end().to_owned());
        rest = more;
    }
    lines.push(rest);
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::fake::FakeWorld;
    use crate::evidence::Family;

    const BUSY: &str = include_str!("../../../tests/fixtures/15/statements_busy/statements.json");
    const HIDDEN: &str = include_str!("../../../tests/fixtures/15/statements_hidden/statements.json");

    fn report(fixture: &str, format: Format) -> String {
        slow_report(&mut FakeWorld::new().with_text(Family::Statements, fixture), Some(5), format).unwrap()
    }

    #[test]
    fn it_says_its_window_its_cover_and_what_it_could_not_see() {
        let text = report(HIDDEN, Format::Text);
        for part in
            ["Window: since ", "Shown: 5 of ", "Not seen: the texts of ", "to see it: GRANT pg_read_all_stats TO dba;"]
        {
            assert!(text.contains(part), "{part} is missing in\n{text}");
        }
        assert!(!report(BUSY, Format::Text).contains("Not seen"));
    }

    #[test]
    fn it_is_ascii_and_narrow_whatever_the_query() {
        let long = BUSY.replace("select pg_sleep($1)", &format!("select 'é→{}'", "x".repeat(5_000)));
        let text = report(&long, Format::Text);
        assert!(text.is_ascii() && text.lines().all(|l| l.len() <= WIDTH), "{text}");
        assert!(text.contains("..."));
    }

    #[test]
    fn markdown_keeps_a_statement_in_its_block_of_code() {
        let hostile = BUSY.replace("select pg_sleep($1)", "select '```' as a, '# <b>x</b>' from t");
        let page = report(&hostile, Format::Markdown);
        assert!(page.starts_with("# Slowest statements of database "));
        assert!(page.contains("````sql\nselect '```' as a, '# <b>x</b>' from t\n````\n"), "{page}");
        assert_eq!(page.matches("\n## ").count(), 5);
        assert!(report(HIDDEN, Format::Markdown).contains("to see it: GRANT pg_read_all_stats TO dba;"));
    }

    #[test]
    fn json_is_the_whole_of_it() {
        let value: serde_json::Value = serde_json::from_str(&report(BUSY, Format::Json)).unwrap();
        assert_eq!(value["rows"].as_array().unwrap().len(), 5);
        assert!(value["rows"][0]["evidence"][0]["value"].is_number());
    }

    #[test]
    fn an_unknown_format_names_the_known_ones() {
        assert_eq!(
            Format::parse(Some("pdf"), Format::PLAIN).unwrap_err().hint.as_deref(),
            Some("use 'text', 'markdown' or 'json'")
        );
        assert_eq!(Format::parse(None, Format::PLAIN).unwrap_err().kind, Kind::NullArgument);
    }
}
