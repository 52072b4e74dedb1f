//! Words of a question, cut to their stems.

use rust_stemmers::{Algorithm, Stemmer};

/// How people shorten the words of the field.
const SHORT: [(&str, &str); 44] = [
    ("autovac", "autovacuum"),
    ("conf", "config"),
    ("conn", "connection"),
    ("conns", "connections"),
    ("cfg", "config"),
    ("db", "database"),
    ("dbs", "databases"),
    ("ddls", "ddl"),
    ("dup", "duplicate"),
    ("dupe", "duplicate"),
    ("dups", "duplicate"),
    ("dupes", "duplicate"),
    ("ext", "extension"),
    ("exts", "extensions"),
    ("fks", "fk"),
    ("idx", "index"),
    ("idxs", "indexes"),
    ("idxes", "indexes"),
    ("indices", "indexes"),
    ("ixs", "indexes"),
    ("mem", "memory"),
    ("params", "parameters"),
    ("param", "parameter"),
    ("part", "partition"),
    ("parts", "partitions"),
    ("perf", "performance"),
    ("perms", "permissions"),
    ("pg", "postgres"),
    ("pgsql", "postgres"),
    ("postgresql", "postgres"),
    ("privs", "privileges"),
    ("proc", "process"),
    ("procs", "processes"),
    ("qry", "query"),
    ("queris", "queries"),
    ("repl", "replication"),
    ("seqs", "sequences"),
    ("stats", "statistics"),
    ("stmt", "statement"),
    ("stmts", "statements"),
    ("tbl", "table"),
    ("tbls", "tables"),
    ("txn", "transaction"),
    ("txns", "transactions"),
];

fn in_full(word: &str) -> &str {
    SHORT.iter().find(|(short, _)| *short == word).map_or(word, |(_, full)| full)
}

/// Stems of a text in order. A word with underscores gives itself and its parts; a number gives `#`.
pub fn stems(text: &str) -> Vec<String> {
    let stemmer = Stemmer::create(Algorithm::English);
    let lower = text.to_lowercase().replace(['’', '\''], "");
    let mut out = Vec::new();
    for word in lower.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|w| !w.is_empty()) {
        if word.chars().all(|c| c.is_ascii_digit()) {
            out.push("#".to_owned());
        } else if word.contains('_') {
            out.push(word.to_owned());
            out.extend(word.split('_').filter(|p| p.len() > 2).map(|p| stemmer.stem(p).into_owned()));
        } else {
            out.push(stemmer.stem(in_full(word)).into_owned());
        }
    }
    out
}

/// Whether two words differ by one slip of a finger: a letter more, less, other, or two swapped.
pub fn one_slip(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().abs_diff(b.len()) > 1 || a.first() != b.first() {
        return false;
    }
    let same = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let tail = |s: &[char], n: usize| s.get(n..).unwrap_or_default().to_vec();
    let (ta, tb) = (tail(&a, same), tail(&b, same));
    let swapped = ta.len() >= 2
        && ta.len() == tb.len()
        && ta.first() == tb.get(1)
        && ta.get(1) == tb.first()
        && tail(&ta, 2) == tail(&tb, 2);
    swapped || tail(&ta, 1) == tail(&tb, 1) || tail(&ta, 1) == tb || ta == tail(&tb, 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_become_stems() {
        assert_eq!(
            stems("Why's my work_mem so  slow?! 42"),
            ["whys", "my", "work_mem", "work", "mem", "so", "slow", "#"]
        );
        assert_eq!(stems("indexes"), stems("index"));
        assert_eq!(stems("¿Где мои таблицы?"), ["где", "мои", "таблицы"]);
        assert!(stems(" \n\t…").is_empty());
    }

    #[test]
    fn one_slip_is_forgiven_and_two_are_not() {
        for slip in ["vaccuum", "vacum", "vacuun", "vacumu"] {
            assert!(one_slip(slip, "vacuum"), "{slip}");
        }
        assert!(!one_slip("vcaumu", "vacuum") && !one_slip("lock", "clock") && !one_slip("vac", "vacuum"));
    }
}
