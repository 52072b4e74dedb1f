//! What the counters of one statement prove by themselves, without its text or plan: one row of [`TABLE`] each.

use crate::evidence::statements::{measured, Statement};
use crate::evidence::Evidence;
use crate::sentence::Dossier;
use crate::value::Value;

/// A number a diagnosis compares with, and where it comes from.
pub struct Bound {
    pub measure: &'static str,
    pub value: Value,
    pub source: &'static str,
}

/// One thing counters can prove.
pub struct Diagnosis {
    /// The problem by name.
    pub name: &'static str,
    pub bounds: &'static [Bound],
    /// What to type or look at next.
    pub next_step: &'static str,
    /// Says it when it is so.
    say: fn(&Diagnosis, &Statement, &Seen) -> Option<Dossier>,
}

const MIB: i64 = 1 << 20;

/// The most telling first: the first that holds is the finding.
pub static TABLE: [Diagnosis; 8] = [
    Diagnosis {
        name: "spills_to_disk",
        bounds: &[Bound {
            measure: "temp_bytes_per_call",
            value: Value::Bytes(MIB),
            source: "own choice: a quarter of the default work_mem (4 MB)",
        }],
        next_step:
            "look for sorts, hashes and materialized steps in EXPLAIN (ANALYZE, BUFFERS); read fewer or narrower \
                    rows, or raise work_mem for the role that runs it: ALTER ROLE ... SET work_mem = ...",
        say: spills,
    },
    Diagnosis {
        name: "reads_from_disk",
        bounds: &[
            Bound {
                measure: "read_percent",
                value: Value::Percent(50.0),
                source: "own choice: more comes from outside shared buffers than from them",
            },
            Bound {
                measure: "read_bytes_per_call",
                value: Value::Bytes(8 * MIB),
                source: "own choice: about 100 ms of random reads on a fast disk",
            },
        ],
        next_step: "look at EXPLAIN (ANALYZE, BUFFERS): a missing index reads whole tables; if every block is needed, \
                    compare shared_buffers with the size of the tables it reads",
        say: reads_from_disk,
    },
    Diagnosis {
        name: "reads_more_than_it_returns",
        bounds: &[
            Bound {
                measure: "blocks_per_row",
                value: Value::Number(100.0),
                source: "own choice: a lookup by index touches 3 to 5 blocks, a join of several tables some ten",
            },
            Bound {
                measure: "blocks_per_call",
                value: Value::Count(1_000),
                source: "own choice: 8 MB, less is read in a few milliseconds",
            },
        ],
        next_step:
            "look at EXPLAIN (ANALYZE, BUFFERS) for sequential scans and \"Rows Removed by Filter\"; an index on \
                    the filtered columns helps, unless it sums up a whole table",
        say: reads_more_than_it_returns,
    },
    Diagnosis {
        name: "planned_longer_than_run",
        bounds: &[Bound {
            measure: "plan_ms_per_plan",
            value: Value::Milliseconds(1.0),
            source: "own choice: planning of a simple statement takes about a tenth of that",
        }],
        next_step: "use prepared statements so that plans are kept; look for many joins, partitions or indexes",
        say: planned_longer_than_run,
    },
    Diagnosis {
        name: "writes_much_wal",
        bounds: &[Bound {
            measure: "wal_bytes_per_call",
            value: Value::Bytes(MIB),
            source: "own choice: sixteen calls fill a WAL segment of 16 MB",
        }],
        next_step: "look at how many rows and indexes a call changes, and at full page images after checkpoints \
                    (checkpoint_timeout, max_wal_size)",
        say: writes_much_wal,
    },
    Diagnosis {
        name: "many_rows_per_call",
        bounds: &[Bound {
            measure: "rows_per_call",
            value: Value::Number(10_000.0),
            source: "own choice: more than a person or a page can use",
        }],
        next_step:
            "ask whether the client needs all of them: add LIMIT, filter or aggregate in the database, or use a \
                    cursor",
        say: many_rows,
    },
    Diagnosis {
        name: "now_quick_now_slow",
        bounds: &[
            Bound {
                measure: "max_ms",
                value: Value::Milliseconds(100.0),
                source: "own choice: what a user begins to notice (Nielsen, response times)",
            },
            Bound {
                measure: "max_to_mean",
                value: Value::Number(5.0),
                source: "own choice, together with a standard deviation above the mean",
            },
        ],
        next_step:
            "look at locks (SELECT copilot.ask('who blocks whom?')), at differing constants, and at cold reads; \
                    auto_explain.log_min_duration catches the slow runs with their plans",
        say: now_quick_now_slow,
    },
    Diagnosis {
        name: "one_row_at_a_time",
        bounds: &[Bound {
            measure: "calls",
            value: Value::Count(1_000),
            source: "own choice: fewer are seldom a loop",
        }],
        next_step: "look in the application for a loop that runs one query per item (N+1); fetch the items together: \
                    WHERE key = ANY($1), or a join",
        say: one_row_at_a_time,
    },
];

/// What is said when none of the table holds.
pub const NOTHING: &str = "Nothing stands out in its counters";
pub const NOTHING_NEXT: &str =
    "if it is still too slow, look at EXPLAIN (ANALYZE, BUFFERS) with constants of a slow case";

/// Makes evidence about one statement, and its bounds.
pub struct Seen<'a> {
    /// What the statement is called in sentences.
    pub name: &'a str,
}

impl Seen<'_> {
    fn of(&self, measure: &str, value: Value) -> Evidence {
        measured(self.name, measure, value)
    }
}

impl Diagnosis {
    fn number(&self, at: usize) -> f64 {
        self.bounds.get(at).map_or(f64::INFINITY, |b| match &b.value {
            Value::Count(n) | Value::Bytes(n) => *n as f64,
            Value::Milliseconds(x) | Value::Percent(x) | Value::Number(x) => *x,
            _ => f64::INFINITY,
        })
    }

    /// The bounds as evidence: a sentence rests on them too.
    fn bounds(&self) -> impl Iterator<Item = Evidence> + '_ {
        self.bounds.iter().map(|b| Evidence::measured("threshold", self.name, b.measure, b.value.clone()))
    }

    /// The sentence, if the counters prove this.
    pub fn of(&self, statement: &Statement, seen: &Seen) -> Option<Dossier> {
        let mut dossier = (self.say)(self, statement, seen)?;
        let bounds: Vec<usize> = self.bounds().map(|b| dossier.cite(&b)).collect();
        dossier.sentences.iter_mut().for_each(|s| s.cites.extend(&bounds));
        Some(dossier)
    }
}

/// Everything the counters of a statement prove, the most telling first.
pub fn all(statement: &Statement, seen: &Seen) -> Vec<(&'static Diagnosis, Dossier)> {
    TABLE.iter().filter_map(|d| Some((d, d.of(statement, seen)?))).collect()
}

fn said(template: &str, evidence: &[&Evidence]) -> Option<Dossier> {
    let mut dossier = Dossier::default();
    dossier.say(template, evidence);
    Some(dossier)
}

fn spills(d: &Diagnosis, s: &Statement, seen: &Seen) -> Option<Dossier> {
    let per_call = s.bytes_per_call(s.temp_blocks_written);
    if per_call < d.number(0) {
        return None;
    }
    let temp = seen.of("temp_bytes_per_call", Value::Bytes(per_call as i64));
    said("Each call writes {} to temporary files: what it sorts or hashes does not fit in its memory", &[&temp])
}

fn reads_from_disk(d: &Diagnosis, s: &Statement, seen: &Seen) -> Option<Dossier> {
    let read_percent = 100.0 - s.hit_percent()?;
    let per_call = s.bytes_per_call(s.blocks_read);
    if read_percent < d.number(0) || per_call < d.number(1) {
        return None;
    }
    let read = seen.of("read_bytes_per_call", Value::Bytes(per_call as i64));
    let share = seen.of("read_percent", Value::Percent(read_percent));
    said("Each call reads {} from outside shared buffers, {} of all blocks it touches", &[&read, &share])
}

fn reads_more_than_it_returns(d: &Diagnosis, s: &Statement, seen: &Seen) -> Option<Dossier> {
    let rows = s.rows.max(s.calls).max(1);
    let per_row = s.blocks_touched() as f64 / rows as f64;
    if per_row < d.number(0) || s.per_call(s.blocks_touched()) < d.number(1) {
        return None;
    }
    let blocks = seen.of("blocks_per_call", Value::Number(s.per_call(s.blocks_touched()).round()));
    let rows = seen.of("rows_per_call", Value::Number(s.per_call(s.rows)));
    said(
        "Each call touches {} blocks and returns or changes {} rows: it reads far more than it gives",
        &[&blocks, &rows],
    )
}

fn planned_longer_than_run(d: &Diagnosis, s: &Statement, seen: &Seen) -> Option<Dossier> {
    let per_plan = s.total_plan_ms / s.plans.max(1) as f64;
    if s.plans == 0 || s.total_plan_ms <= s.total_ms || per_plan < d.number(0) {
        return None;
    }
    let plan = seen.of("total_plan_ms", Value::Milliseconds(s.total_plan_ms));
    let run = seen.of("total_ms", Value::Milliseconds(s.total_ms));
    said("Planning it took {}, more than the {} it ran", &[&plan, &run])
}

fn many_rows(d: &Diagnosis, s: &Statement, seen: &Seen) -> Option<Dossier> {
    let per_call = s.per_call(s.rows);
    if per_call < d.number(0) {
        return None;
    }
    said("Each call returns or changes {} rows", &[&seen.of("rows_per_call", Value::Number(per_call))])
}

fn now_quick_now_slow(d: &Diagnosis, s: &Statement, seen: &Seen) -> Option<Dossier> {
    let uneven = s.max_ms >= d.number(1) * s.mean_ms && s.stddev_ms > s.mean_ms;
    if s.max_ms < d.number(0) || !uneven {
        return None;
    }
    let mean = seen.of("mean_ms", Value::Milliseconds(s.mean_ms));
    let max = seen.of("max_ms", Value::Milliseconds(s.max_ms));
    said("It is now quick, now slow: {} on average, {} at worst", &[&mean, &max])
}

fn one_row_at_a_time(d: &Diagnosis, s: &Statement, seen: &Seen) -> Option<Dossier> {
    let per_call = s.per_call(s.rows);
    if (s.calls as f64) < d.number(0) || !(0.5..=1.5).contains(&per_call) {
        return None;
    }
    let calls = seen.of("calls", Value::Count(s.calls));
    let rows = seen.of("rows_per_call", Value::Number(per_call));
    said(
        "It was called {} times for about {} row each: either a lookup many users need, or a loop in the application",
        &[&calls, &rows],
    )
}

fn writes_much_wal(d: &Diagnosis, s: &Statement, seen: &Seen) -> Option<Dossier> {
    let per_call = s.per_call(s.wal_bytes);
    if per_call < d.number(0) {
        return None;
    }
    said("Each call writes {} of WAL", &[&seen.of("wal_bytes_per_call", Value::Bytes(per_call as i64))])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::verify::{verify, Vocabulary};

    /// A statement that ran 100 times for 1 ms and touched a few cached blocks.
    fn quiet() -> Statement {
        let row = include_str!("../../tests/fixtures/15/statements_busy/statements.json").lines().next().unwrap();
        Statement {
            calls: 100,
            total_ms: 100.0,
            mean_ms: 1.0,
            max_ms: 2.0,
            stddev_ms: 0.1,
            plans: 100,
            total_plan_ms: 10.0,
            rows: 500,
            blocks_hit: 400,
            blocks_read: 0,
            temp_blocks_written: 0,
            wal_bytes: 0,
            ..serde_json::from_str(row).unwrap()
        }
    }

    fn names(s: &Statement) -> Vec<&'static str> {
        let proven = all(s, &Seen { name: "queryid 1" });
        for (_, said) in &proven {
            assert_eq!(verify(said, &Vocabulary::own()), [], "{:?}", said.sentences);
        }
        proven.iter().map(|(d, _)| d.name).collect()
    }

    #[test]
    fn nothing_stands_out_in_a_quiet_statement() {
        assert_eq!(names(&quiet()), [""; 0]);
    }

    /// Each just above its bound, and just below.
    #[test]
    fn each_diagnosis_holds_above_its_bound_and_not_below() {
        type Case = (&'static str, fn(&mut Statement, i64));
        // The second argument is 1 for above and 0 for below.
        let cases: [Case; 8] = [
            ("spills_to_disk", |s, above| s.temp_blocks_written = 128 * 100 - 1 + above),
            ("reads_from_disk", |s, above| (s.rows, s.blocks_hit, s.blocks_read) = (50_000, 0, 102_399 + above)),
            ("reads_more_than_it_returns", |s, above| (s.rows, s.blocks_hit) = (500, 99_999 + above)),
            ("planned_longer_than_run", |s, above| s.total_plan_ms = 100.0 + above as f64),
            ("writes_much_wal", |s, above| s.wal_bytes = (100 << 20) - 1 + above),
            ("many_rows_per_call", |s, above| s.rows = 999_999 + above),
            ("now_quick_now_slow", |s, above| (s.max_ms, s.stddev_ms) = (99.9 + above as f64, 3.0)),
            ("one_row_at_a_time", |s, above| (s.calls, s.rows) = (999 + above, 999 + above)),
        ];
        assert_eq!(cases.len(), TABLE.len());
        for (name, change) in cases {
            for above in [0, 1] {
                let mut s = quiet();
                change(&mut s, above);
                assert_eq!(names(&s).contains(&name), above == 1, "{name}, above: {above}");
            }
        }
    }

    #[test]
    fn a_lookup_without_rows_and_even_times_are_not_suspect() {
        assert!(!names(&Statement { calls: 5_000, rows: 0, ..quiet() }).contains(&"one_row_at_a_time"));
        assert!(!names(&Statement { max_ms: 500.0, mean_ms: 400.0, ..quiet() }).contains(&"now_quick_now_slow"));
        assert!(!names(&Statement { plans: 0, total_plan_ms: 0.0, ..quiet() }).contains(&"planned_longer_than_run"));
    }

    #[test]
    fn every_bound_says_where_it_comes_from() {
        assert!(TABLE.iter().all(|d| !d.bounds.is_empty() && d.bounds.iter().all(|b| !b.source.is_empty())));
    }
}
