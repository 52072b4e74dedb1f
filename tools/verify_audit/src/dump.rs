//! What a dump holds of the audit.

use crate::copy::Fields;
use crate::script::{Piece, Script};
use copilot_core::chain::{report_text, salted_digest};
use copilot_core::proof::{Claims, KeptText, OpenCall, Row};
use std::borrow::Cow;
use std::collections::HashSet;
use std::io::BufRead;

#[derive(Default)]
pub struct Dump {
    pub rows: Vec<Row>,
    pub texts: Vec<KeptText>,
    pub work_list: Vec<OpenCall>,
    pub claims: Claims,
    /// Tables that are partitions: one that was detached is dumped as well, and is not part of the audit.
    attached: HashSet<String>,
    encoding: Encoding,
    has_chain: bool,
    /// What goes with the chain in every whole dump, even when it is empty.
    has_reports: bool,
    has_work_list: bool,
}

#[derive(Clone, Copy, Default)]
enum Encoding {
    #[default]
    Utf8,
    Latin1,
}

/// The table whose data is being read.
enum Table {
    Entry,
    Text,
    OpenCall,
    Reports,
    Other,
}

impl Dump {
    pub fn read(input: impl BufRead) -> Result<Dump, String> {
        let mut dump = Dump::default();
        let (mut table, mut columns) = (Table::Other, Vec::new());
        Script::new(input).read(|piece| {
            match piece {
                Piece::Statement(statement) => match dump.begin_copy(statement)? {
                    Some(begun) => (table, columns) = begun,
                    None => dump.hear(statement)?,
                },
                Piece::Data(line) => dump.take(&table, &Fields::of(&columns, line)),
            }
            Ok(())
        })?;
        if !dump.has_chain {
            return Err(
                "there is no audit chain in it: it takes a dump by pg_dump in plain format, with data and without \
                        --inserts (pg_restore -f - turns the other formats into it)"
                    .into(),
            );
        }
        if !dump.has_reports || !dump.has_work_list {
            return Err("it holds a part of the audit alone: dump the whole database".into());
        }
        dump.rows.sort_by_key(|row| row.seq);
        dump.texts.sort_by_key(|text| text.seq);
        Ok(dump)
    }

    fn begin_copy(&mut self, statement: &str) -> Result<Option<(Table, Vec<String>)>, String> {
        let copy = statement.strip_prefix("COPY ").and_then(|rest| rest.strip_suffix(" FROM stdin;"));
        let Some((name, columns)) = copy.and_then(|copy| copy.strip_suffix(')')?.split_once(" (")) else {
            return Ok(None);
        };
        let columns = columns.split(", ").map(|column| column.trim_matches('"').to_owned()).collect();
        let table = match name {
            "copilot_audit.entry" => Table::Entry,
            "copilot_audit.text" => Table::Text,
            "copilot_audit.open_call" => Table::OpenCall,
            "copilot._reports" => Table::Reports,
            part if !self.attached.contains(part) => Table::Other,
            part if part.starts_with("copilot_audit.entry_") => Table::Entry,
            _ => Table::Text,
        };
        self.has_chain |= matches!(table, Table::Entry);
        self.has_reports |= matches!(table, Table::Reports);
        self.has_work_list |= matches!(table, Table::OpenCall);
        Ok(Some((table, columns)))
    }

    /// A statement that says how to read what follows.
    fn hear(&mut self, statement: &str) -> Result<(), String> {
        if statement.starts_with("\\connect") && self.has_chain {
            return Err("it holds several databases: dump each by itself".into());
        }
        if let Some(name) = statement.strip_prefix("SET client_encoding = '").and_then(|rest| rest.strip_suffix("';")) {
            self.encoding = match name {
                "UTF8" | "SQL_ASCII" => Encoding::Utf8,
                "LATIN1" => Encoding::Latin1,
                other => return Err(format!("it is in {other}: dump again with pg_dump --encoding=UTF8")),
            };
        }
        for parent in ["entry", "text"] {
            let begins = format!("ALTER TABLE ONLY copilot_audit.{parent} ATTACH PARTITION ");
            let part = statement.strip_prefix(&begins).and_then(|rest| rest.split(' ').next());
            let own = |part: &&str| part.starts_with(&format!("copilot_audit.{parent}_"));
            self.attached.extend(part.filter(own).map(str::to_owned));
        }
        Ok(())
    }

    fn text(&self, fields: &Fields, column: &str) -> String {
        let bytes = fields.bytes(column).unwrap_or_default();
        match self.encoding {
            Encoding::Utf8 => match String::from_utf8_lossy(&bytes) {
                Cow::Borrowed(text) => text.to_owned(),
                Cow::Owned(text) => text,
            },
            Encoding::Latin1 => bytes.iter().map(|byte| char::from(*byte)).collect(),
        }
    }

    fn take(&mut self, table: &Table, fields: &Fields) {
        let number = |column: &str| fields.number(column).unwrap_or_default();
        let time = |column: &str| fields.time(column).unwrap_or(i64::MIN);
        match table {
            Table::Entry => {
                let canonical = fields.bytes("canonical").unwrap_or_default().into_owned();
                let (kind, link) = (self.text(fields, "kind"), fields.binary("link").unwrap_or_default());
                if kind != "open" && kind != "close" {
                    self.claims.hear(&canonical);
                }
                let call = fields.number("call");
                self.rows.push(Row { seq: number("seq"), at: time("at"), kind, call, canonical, link });
            }
            Table::Text => {
                let digest = salted(fields, &self.text(fields, "body"));
                let name = self.text(fields, "name");
                self.texts.push(KeptText { seq: number("seq"), at: time("at"), name, digest });
            }
            Table::Reports => {
                let part = |column: &str| self.text(fields, column);
                let whole = report_text(number("id"), &part("author"), &part("verdict"), &part("report"));
                let digest = salted(fields, &whole);
                self.texts.push(KeptText { seq: number("entry"), at: time("at"), name: "report".into(), digest });
            }
            Table::OpenCall => {
                let call = OpenCall { seq: number("seq"), pid: number("pid"), backend_start: time("backend_start") };
                self.work_list.push(call);
            }
            Table::Other => {}
        }
    }
}

fn salted(fields: &Fields, text: &str) -> [u8; 32] {
    salted_digest(&fields.binary("salt").unwrap_or_default(), text.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHOLE: &str = "SET client_encoding = 'UTF8';
ALTER TABLE ONLY copilot_audit.entry ATTACH PARTITION copilot_audit.entry_2026_11 FOR VALUES FROM ('a') TO ('b');
COPY copilot_audit.entry_2026_10 (seq, at, kind, call, canonical, link) FROM stdin;
1\t2026-10-01 00:00:00+00\topen\t\\N\t{}\t\\\\x00
\\.
COPY copilot_audit.entry_2026_11 (seq, at, kind, call, canonical, link) FROM stdin;
3\t2026-11-01 00:00:00+00\tclose\t2\t{\"z\":\"\\\\u00e9\"}\t\\\\x0102
2\t2026-11-01 00:00:00+00\topen\t\\N\t{}\t\\\\x03
\\.
COPY public.other (seq) FROM stdin;
9
\\.
COPY copilot._reports (id, at, author, verdict, report, entry, salt) FROM stdin;
\\.
COPY copilot_audit.open_call (seq, pid, backend_start) FROM stdin;
\\.
";

    #[test]
    fn rows_of_attached_partitions_are_read_in_the_order_of_the_chain() {
        let dump = Dump::read(WHOLE.as_bytes()).unwrap();
        assert_eq!(dump.rows.iter().map(|row| row.seq).collect::<Vec<_>>(), [2, 3]);
        let last = &dump.rows[1];
        assert_eq!((last.call, last.canonical.as_slice()), (Some(2), &br#"{"z":"\u00e9"}"#[..]));
        assert_eq!((last.link.as_slice(), last.at), (&[1, 2][..], 1_793_491_200_000_000));
    }

    #[test]
    fn what_cannot_be_read_is_refused_with_what_to_do() {
        let refused = |text: &str| Dump::read(text.as_bytes()).err().unwrap();
        assert!(refused("SELECT 1;\n").contains("pg_restore -f -"));
        assert!(refused("PGDMP\u{1}\n").contains("pg_restore -f -"));
        assert!(refused(&WHOLE.replace("_reports", "_other")).contains("the whole database"));
        assert!(refused(&WHOLE.replace("UTF8", "EUC_JP")).contains("--encoding=UTF8"));
        assert!(refused(&format!("{WHOLE}\\connect another\n")).contains("several databases"));
    }
}
