//! One column, judged.

use super::name::{is_of_people, mark, meaning};
use super::sample::{Tally, LEAST_VALUES};
use crate::evidence::table_columns::{TableColumn, TableColumns};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Confidence {
    Low,
    Medium,
    High,
}

impl Confidence {
    pub const fn word(self) -> &'static str {
        match self {
            Confidence::Low => "low",
            Confidence::Medium => "medium",
            Confidence::High => "high",
        }
    }
}

/// Why a column looks personal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Personal {
    pub kind: &'static str,
    pub why: String,
    pub confidence: Confidence,
}

const TEXTS: &[&str] = &["text", "varchar", "bpchar", "citext", "name", "_text", "_varchar"];
const WHOLE: &[&str] = &["int2", "int4", "int8", "numeric"];
const TIMES: &[&str] = &["date", "timestamp", "timestamptz"];
const FLOATS: &[&str] = &["float4", "float8", "numeric", "point", "geometry", "geography", "text", "varchar"];

pub(crate) fn reads_like_text(base_type: &str) -> bool {
    TEXTS.contains(&base_type) && !base_type.starts_with('_')
}

/// Whether a column of this type can hold such values. Bytes can hold anything.
fn can_hold(kind: &str, base_type: &str) -> bool {
    let one_of = |lists: &[&[&str]]| lists.iter().any(|list| list.contains(&base_type)) || base_type == "bytea";
    match kind {
        "birth date" => one_of(&[TIMES, TEXTS, WHOLE]),
        "phone" | "card" => one_of(&[TEXTS, &["int8", "numeric"]]),
        "national id" => one_of(&[TEXTS, &["int4", "int8", "numeric"]]),
        "address" => one_of(&[TEXTS, &["int4", "json", "jsonb"]]),
        "health" => one_of(&[TEXTS, &["json", "jsonb"]]),
        "location" => one_of(&[FLOATS]),
        "IP address" => one_of(&[TEXTS, &["inet"]]),
        "trait" | "biometric" => base_type != "bool" && !TIMES.contains(&base_type),
        _ => one_of(&[TEXTS]),
    }
}

/// What speaks for personal data, the strongest sign first; with the counts of its sample if one was taken.
pub(crate) fn judge(table: &TableColumns, column: &TableColumn, sample: Option<&Tally>) -> Option<Personal> {
    let named = by_name(table, column);
    let Some(mut personal) = named.or_else(|| by_comment(column)).or_else(|| by_type(column)) else {
        let (shape, said) = sample?.mostly()?;
        return Some(Personal { kind: shape.kind(), why: format!("sample: {said}"), confidence: Confidence::Medium });
    };
    let told = sample.filter(|s| s.values() > 0).and_then(|s| Some((s, s.of_kind(personal.kind)?)));
    if let Some((sample, (fits, said))) = told {
        personal.why += &format!("; sample: {said}");
        if sample.values() >= LEAST_VALUES {
            personal.confidence = match fits {
                0 => Confidence::Low,
                n if n * 2 >= sample.values() => Confidence::High,
                _ => personal.confidence,
            };
        }
    }
    Some(personal)
}

fn by_name(table: &TableColumns, column: &TableColumn) -> Option<Personal> {
    let people = is_of_people(&table.table_name);
    if column.column_name.eq_ignore_ascii_case("name") && people && reads_like_text(&column.base_type) {
        let why = format!("name: a name in \"{}\"", table.table_name);
        return Some(Personal { kind: "name", why, confidence: Confidence::Medium });
    }
    let meaning = meaning(&column.column_name).filter(|m| can_hold(m.kind, &column.base_type))?;
    let confidence = match (meaning.is_weak, people) {
        (false, _) => Confidence::High,
        (true, true) => Confidence::Medium,
        (true, false) => Confidence::Low,
    };
    Some(Personal { kind: meaning.kind, why: format!("name: \"{}\"", meaning.phrase), confidence })
}

fn by_comment(column: &TableColumn) -> Option<Personal> {
    let words = mark(column.comment.as_deref()?)?;
    Some(Personal { kind: "marked", why: format!("comment: \"{words}\""), confidence: Confidence::High })
}

/// A type made for such values: inet, and a domain that is called like them.
fn by_type(column: &TableColumn) -> Option<Personal> {
    let found = |kind, confidence| Some(Personal { kind, why: format!("type: {}", column.type_name), confidence });
    if column.base_type == "inet" {
        return found("IP address", Confidence::Low);
    }
    let bare = column.type_name.rsplit('.').next().unwrap_or_default();
    let meaning = meaning(bare).filter(|m| bare != column.base_type && can_hold(m.kind, &column.base_type))?;
    found(meaning.kind, if meaning.is_weak { Confidence::Low } else { Confidence::Medium })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(name: &str) -> TableColumns {
        TableColumns {
            schema_name: "shop".into(),
            table_name: name.into(),
            kind: 'r',
            row_estimate: None,
            has_row_security: false,
            owner_name: "ann".into(),
            is_open_to_public: false,
            readers: Vec::new(),
            columns: Vec::new(),
        }
    }

    fn column(name: &str, base_type: &str) -> TableColumn {
        TableColumn {
            column_name: name.into(),
            type_name: base_type.into(),
            base_type: base_type.into(),
            comment: None,
            readers: Vec::new(),
            mask: None,
            views: 0,
        }
    }

    fn tally(values: &[&str]) -> Tally {
        let mut tally = Tally::default();
        values.iter().for_each(|value| tally.count(value));
        tally
    }

    #[test]
    fn name_and_type_must_agree() {
        let confidence =
            |table_name, name, base| judge(&table(table_name), &column(name, base), None).map(|p| p.confidence);
        assert_eq!(confidence("orders", "email", "text"), Some(Confidence::High));
        assert_eq!(confidence("orders", "email", "bool"), None);
        assert_eq!(confidence("orders", "email_id", "int8"), None, "a key of another table");
        assert_eq!(confidence("orders", "password", "timestamptz"), None);
        assert_eq!(confidence("orders", "birthday", "date"), Some(Confidence::High));
        assert_eq!(confidence("vehicles", "lat", "float8"), Some(Confidence::Low));
        assert_eq!(confidence("employees", "lat", "float8"), Some(Confidence::Medium));
        assert_eq!(confidence("customers", "name", "text"), Some(Confidence::Medium));
        assert_eq!(confidence("products", "name", "text"), None);
    }

    #[test]
    fn type_and_comment_speak_where_the_name_is_silent() {
        assert_eq!(judge(&table("visits"), &column("origin", "inet"), None).unwrap().why, "type: inet");
        let domain = TableColumn { type_name: "public.email".into(), ..column("a", "text") };
        assert_eq!(judge(&table("t"), &domain, None).unwrap().kind, "email");
        let told = TableColumn { comment: Some("PII".into()), ..column("a", "text") };
        assert_eq!(judge(&table("t"), &told, None).unwrap().confidence, Confidence::High);
    }

    #[test]
    fn a_sample_confirms_refutes_and_finds() {
        let mails = tally(&["a@b.de"; 6]);
        let words = tally(&["monthly"; 6]);
        let judged = |name, sample: &Tally| judge(&table("t"), &column(name, "text"), Some(sample));
        assert_eq!(judged("email", &words).unwrap().confidence, Confidence::Low);
        assert_eq!(judged("email", &mails).unwrap().why, "name: \"email\"; sample: 6 of 6 look like an e-mail address");
        assert_eq!(judged("note", &mails).unwrap().confidence, Confidence::Medium);
        assert_eq!(judged("note", &words), None);
        assert_eq!(judged("email", &Tally::default()).unwrap().why, "name: \"email\"", "nothing was there to count");
    }
}
