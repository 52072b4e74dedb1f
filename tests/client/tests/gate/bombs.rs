//! Bombs end at the limit, in time and in memory. The bounds here are wide: they are against hanging, not a measure.

use copilot_client_tests::Story;
use std::time::{Duration, Instant};

use crate::case::{folder, Case};
use crate::fingerprint::{changes, Observer};
use crate::stage::Stage;
use crate::visitor::{Door, Visitor};

const LIMIT_MS: u64 = 200;
/// The call's own limit, and what a busy machine may add.
const PATIENCE: Duration = Duration::from_millis(LIMIT_MS + 3_000);
/// 256 MiB over the base, and what the session's caches may add.
const MEMORY_KB: u64 = (256 + 64) * 1024;

/// The most memory the backend ever had, since its last reset, in kB; None where /proc cannot say.
fn peak_memory_kb(pid: i32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().trim_end_matches("kB").trim().parse().ok()
}

/// Starts measuring anew: writing 5 there sets the peak to what is resident now.
fn forget_peak(pid: i32) {
    let _ = std::fs::write(format!("/proc/{pid}/clear_refs"), "5");
}

/// The largest of what was seen, and whose it is.
#[derive(Default)]
struct Worst {
    ms: (u128, String),
    kb: (u64, String),
}

fn explode(visitor: &mut Visitor, door: Door, case: &Case, worst: &mut Worst) -> Vec<String> {
    if !visitor.does(case.before.as_deref()) {
        visitor.arrive();
        return Vec::new();
    }
    let pid = visitor.client.pid();
    forget_peak(pid);
    let base = peak_memory_kb(pid);
    let began = Instant::now();
    let answer = visitor.call(door, &case.sql);
    let took = began.elapsed();
    let mut wrong = answer.told(case, visitor.name);
    if visitor.client.is_closed() {
        wrong.push(format!("the session is gone: {}", answer.heard));
        visitor.arrive();
        return wrong;
    }
    if took > PATIENCE {
        wrong.push(format!("took {} ms, and ended with {:?}", took.as_millis(), answer.sqlstate));
    }
    let grown = peak_memory_kb(pid).zip(base).map_or(0, |(peak, base)| peak.saturating_sub(base));
    worst.ms = std::mem::take(&mut worst.ms).max((took.as_millis(), case.name.clone()));
    worst.kb = std::mem::take(&mut worst.kb).max((grown, case.name.clone()));
    if grown > MEMORY_KB {
        wrong.push(format!("took {} MB of memory", grown / 1024));
        // A heap that has grown is not given back: the next one starts from a fresh session.
        visitor.arrive();
    } else if !visitor.does(case.after.as_deref()) {
        wrong.push("the session is of no use any more".into());
        visitor.arrive();
    }
    wrong
}

#[test]
fn bombs_end_at_the_limit() {
    let limit = format!("{LIMIT_MS}ms");
    let stage = Stage::new(&[("copilot.gate_timeout", &limit)]);
    let mut observer = Observer::new(&stage);
    let mut visitor = Visitor::new(&stage, "gate_ann");
    let bombs: Vec<Case> = folder("attacks").into_iter().filter(|case| case.is_bomb).collect();
    let before = observer.look();
    let mut wrong = Vec::new();
    let mut worst = Worst::default();
    let began = Instant::now();
    for case in &bombs {
        if let Some(held) = &case.held {
            observer.holds(held);
        }
        for door in [Door::RunSql, Door::Explain] {
            let seen = explode(&mut visitor, door, case, &mut worst);
            wrong.extend(seen.into_iter().map(|what| format!("{} {door:?}: {what}", case.name)));
        }
        if case.held.is_some() {
            observer.releases();
        }
    }
    let (ms, kb) = (worst.ms, worst.kb);
    println!(
        "{} bombs in {} s, the longest {} ms ({}), the largest {} kB ({})",
        bombs.len(),
        began.elapsed().as_secs(),
        ms.0,
        ms.1,
        kb.0,
        kb.1
    );
    wrong.extend(changes(&before, &observer.look()));
    wrong.extend(observer.evil_in_log());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
