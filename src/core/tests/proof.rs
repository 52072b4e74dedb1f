//! What an attacker who has the tables but not the key can do, and what the proof says of it; and what is no attack.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test's helpers may fail loudly")]

use copilot_core::chain::{canonical, hex, salted_digest, KeyRing, Link, BEFORE_FIRST};
use copilot_core::proof::{Anchor, Anchors, Claims, Held, KeptText, OpenCall, Outcome, Row, Verdict, Walk};
use serde_json::{json, Value};
use std::convert::Infallible;

const DATABASE: u32 = 5;

fn ring(keys: &[&str]) -> KeyRing {
    KeyRing::parse(&keys.iter().map(|digits| digits.repeat(32) + "\n").collect::<String>()).unwrap()
}

/// A chain with all that is kept beside it.
#[derive(Clone)]
struct Kept {
    signs: KeyRing,
    chain: &'static str,
    rows: Vec<Row>,
    texts: Vec<KeptText>,
    work_list: Vec<OpenCall>,
    anchors: Vec<Anchor>,
}

impl Kept {
    fn new() -> Self {
        let mut kept = Kept::empty("c1");
        kept.append("genesis", json!({"database": DATABASE}), &[]);
        kept
    }

    fn empty(chain: &'static str) -> Self {
        let (rows, texts, work_list, anchors) = (vec![], vec![], vec![], vec![]);
        Kept { signs: ring(&["ab"]), chain, rows, texts, work_list, anchors }
    }

    fn last(&self) -> Link {
        self.rows.last().map_or(BEFORE_FIRST, |row| row.link.as_slice().try_into().unwrap())
    }

    fn append(&mut self, kind: &str, more: Value, texts: &[(&str, &str)]) -> i64 {
        let seq = self.rows.last().map_or(0, |row| row.seq) + 1;
        let key = self.signs.signing().unwrap();
        let mut entry = json!({"v": 1, "chain": self.chain, "seq": seq, "at": seq * 10, "kind": kind, "key": key.id});
        let digests = texts.iter().map(|(name, body)| (*name, salted_digest(b"salt", body.as_bytes())));
        for (name, digest) in digests {
            entry["texts"][name] = hex(&digest).into();
            self.texts.push(KeptText { seq, at: seq * 10, name: name.into(), digest });
        }
        entry.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let canonical = canonical(entry.as_object().unwrap()).into_bytes();
        let link = key.sign(&self.last(), &canonical).to_vec();
        let call = entry["call"].as_i64();
        self.rows.push(Row { seq, at: seq * 10, kind: kind.into(), call, canonical, link });
        seq
    }

    fn call(&mut self) -> i64 {
        let seq = self.append("open", json!({"pid": 7, "backend_start": 70}), &[("question", "why?")]);
        self.append("close", json!({"call": seq}), &[("answer", "so"), ("evidence", "[]")]);
        seq
    }

    fn calls(mut self, n: usize) -> Self {
        (0..n).for_each(|_| {
            self.call();
        });
        self
    }

    fn anchored(mut self) -> Self {
        let seq = self.rows.last().unwrap().seq;
        self.anchors.push(Anchor { chain: self.chain.into(), seq, link: self.last(), database: DATABASE });
        self
    }

    fn row(&mut self, seq: i64) -> &mut Row {
        self.rows.iter_mut().find(|row| row.seq == seq).unwrap()
    }

    fn anchor_file(&self) -> Anchors {
        Anchors::parse(&self.anchors.iter().map(|anchor| anchor.line() + "\n").collect::<String>())
    }

    fn verdict_with(&self, keys: &KeyRing, anchors: &Anchors) -> Verdict {
        let mut claims = Claims::default();
        self.rows
            .iter()
            .filter(|row| Claims::KINDS.contains(&row.kind.as_str()))
            .for_each(|r| claims.hear(&r.canonical));
        let mut rows = self.rows.clone();
        rows.sort_by_key(|row| row.seq);
        let mut texts = self.texts.clone();
        texts.sort_by_key(|text| text.seq);
        let mut walk = Walk::new(keys, anchors, &claims);
        let Ok::<(), Infallible>(()) = walk.run(rows.into_iter().map(Ok), texts.into_iter().map(Ok));
        walk.verdict(&self.work_list, DATABASE)
    }

    fn verdict(&self) -> Verdict {
        self.verdict_with(&self.signs, &self.anchor_file())
    }

    fn holds(&self) -> Verdict {
        let verdict = self.verdict();
        assert_eq!(verdict.outcome, Outcome::Holds, "{verdict:?}");
        verdict
    }

    #[track_caller]
    fn breaks_at(&self, seq: i64, reason: &str) {
        let verdict = self.verdict();
        assert_eq!((verdict.outcome, verdict.first_bad), (Outcome::Broken, Some(seq)), "{verdict:?}");
        assert!(verdict.reason.as_ref().unwrap().contains(reason), "{verdict:?}");
    }
}

#[test]
fn a_whole_chain_holds_and_says_how_far_it_is_anchored() {
    let kept = Kept::new().calls(2).anchored().calls(1);
    let verdict = kept.holds();
    assert_eq!((verdict.rows, verdict.texts, verdict.texts_gone), (7, 9, 0));
    assert_eq!(verdict.anchored_to, Some(5));
    assert_eq!(verdict.head, Some(format!("7:{}", hex(&kept.last()))));
}

#[test]
fn an_entry_changed_moved_or_taken_away_is_found_where_it_stood() {
    let good = Kept::new().calls(3).anchored();

    let mut updated = good.clone();
    let text = String::from_utf8(updated.row(4).canonical.clone()).unwrap().replace("\"pid\":7", "\"pid\":8");
    updated.row(4).canonical = text.into_bytes();
    updated.breaks_at(4, "does not belong");

    let mut deleted = good.clone();
    deleted.rows.remove(3);
    deleted.texts.retain(|text| text.seq != 4);
    deleted.breaks_at(4, "the next one there is 5");

    let mut swapped = good.clone();
    swapped.rows[3].seq = 6;
    swapped.rows[5].seq = 4;
    swapped.breaks_at(4, "another place");

    let mut twice = good.clone();
    let copy = twice.row(4).clone();
    twice.rows.push(copy);
    twice.breaks_at(4, "twice");
}

#[test]
fn links_made_again_without_the_key_do_not_help() {
    let good = Kept::new().calls(3).anchored();
    // With a key of the attacker's own, named in the entries.
    let mut forged = good.clone();
    forged.rows.truncate(3);
    forged.texts.retain(|text| text.seq <= 3);
    forged.signs = ring(&["66"]);
    let mut forged = forged.calls(2);
    forged.signs = ring(&["ab"]);
    forged.breaks_at(4, "without a rekey entry");

    // With a rekey entry of the attacker's own: up to the last anchor.
    let mut rekeyed = good.clone();
    rekeyed.rows.truncate(3);
    rekeyed.texts.retain(|text| text.seq <= 3);
    let old_key = rekeyed.signs.signing().unwrap().id.clone();
    rekeyed.signs = ring(&["66"]);
    rekeyed.append("rekey", json!({"old_key": old_key}), &[]);
    let mut rekeyed = rekeyed.calls(2);
    rekeyed.signs = ring(&["ab"]);
    rekeyed.breaks_at(4, "entry 7: the entry is not the one that was anchored");
    rekeyed.anchors.clear();
    assert_eq!(rekeyed.verdict().outcome, Outcome::NotVerifiable, "beyond the last anchor it is not 'holds' either");
}

#[test]
fn a_cut_tail_and_a_chain_thrown_away_are_found_by_their_anchors() {
    let good = Kept::new().calls(3).anchored();
    let mut cut = good.clone();
    cut.rows.truncate(5);
    cut.texts.retain(|text| text.seq <= 5);
    cut.breaks_at(6, "ends before entry 7");

    let mut regrown = cut.clone();
    regrown.append("open", json!({}), &[]);
    regrown.append("close", json!({"call": 6}), &[]);
    regrown.breaks_at(7, "rewritten");

    let mut wiped = Kept::empty("c2");
    wiped.append("genesis", json!({"database": DATABASE}), &[]);
    wiped.anchors = good.anchors.clone();
    wiped.breaks_at(1, "chain c1 of this database was anchored at entry 7 and is gone");

    let mut elsewhere = wiped.clone();
    elsewhere.anchors[0].database += 1;
    elsewhere.holds();
}

#[test]
fn texts_and_columns_beside_the_chain_are_part_of_the_proof() {
    let good = Kept::new().calls(2);
    let mut edited = good.clone();
    edited.texts[0].digest = salted_digest(b"salt", b"something else");
    edited.breaks_at(2, "\"question\" differs");

    let mut moved = good.clone();
    moved.texts[0].at += 1;
    moved.breaks_at(2, "time beside");

    let mut doubled = good.clone();
    let copy = doubled.texts[0].clone();
    doubled.texts.push(copy);
    doubled.breaks_at(2, "twice");

    let mut added = good.clone();
    added.texts.push(KeptText { seq: 3, at: 30, name: "remark".into(), digest: [0; 32] });
    added.breaks_at(3, "\"remark\" differs");

    let mut stray = good.clone();
    stray.texts.push(KeptText { seq: 9, ..stray.texts[0].clone() });
    stray.breaks_at(9, "an entry that is not there");

    let mut column = good.clone();
    column.row(3).kind = "open".into();
    column.breaks_at(3, "columns");
    let mut column = good.clone();
    column.row(3).call = Some(1);
    column.breaks_at(3, "columns");
}

#[test]
fn a_text_is_gone_rightly_only_with_its_entry() {
    let mut kept = Kept::new().calls(2);
    kept.texts.retain(|text| text.seq != 2);
    kept.breaks_at(2, "no entry says that it was erased");
    kept.append("erase", json!({"erased": {"2": ["question"]}}), &[("reason", "asked for")]);
    let verdict = kept.holds();
    assert_eq!((verdict.texts, verdict.texts_gone), (6, 1));

    kept.texts.retain(|text| text.seq != 4);
    kept.breaks_at(4, "no entry says that it was erased");
}

/// Drops what retention drops, and leaves its row.
fn retain_after(kept: &mut Kept, through: i64) {
    let last = hex(&kept.row(through).link);
    kept.append("retention", json!({"through": through, "last": last, "count": through, "database": DATABASE}), &[]);
    kept.rows.retain(|row| row.seq > through);
    kept.texts.retain(|text| text.seq > through);
}

#[test]
fn dropped_months_are_bridged_by_their_signed_row_one_after_the_other() {
    let mut kept = Kept::new().calls(3).anchored();
    let unsigned = Kept { rows: kept.rows[3..].to_vec(), ..kept.clone() };
    unsigned.breaks_at(1, "missing");

    retain_after(&mut kept, 3);
    assert_eq!(kept.holds().rows, 5);
    let mut kept = kept.calls(1);
    retain_after(&mut kept, 8);
    assert_eq!(kept.holds().rows, 3, "the first retention row is dropped with its month");

    let mut more = kept.clone();
    more.rows.remove(0);
    more.texts.retain(|text| text.seq != 9);
    more.breaks_at(9, "missing");
    let mut lie = kept.clone();
    let text = String::from_utf8(lie.row(11).canonical.clone()).unwrap().replace("\"through\":8", "\"through\":9");
    lie.row(11).canonical = text.into_bytes();
    lie.breaks_at(9, "taken twice");
}

#[test]
fn an_anchor_kept_elsewhere_is_compared_or_said_to_be_out_of_reach() {
    let mut kept = Kept::new().calls(3);
    let held = |seq: i64, link: &[u8]| {
        let held = Held { chain: None, seq, link: link.try_into().unwrap() };
        Anchors::default().and_held(Some(held))
    };
    let fourth = kept.row(4).link.clone();
    let told = |kept: &Kept, anchors: &Anchors| kept.verdict_with(&kept.signs, anchors);
    assert_eq!(told(&kept, &held(4, &fourth)).anchored_to, Some(4));
    assert_eq!(told(&kept, &held(5, &fourth)).first_bad, Some(5));
    assert_eq!(told(&kept, &held(80, &fourth)).first_bad, Some(8));
    let other_chain = Anchors::default().and_held(Some(Held::parse(&format!("c9 4 {}", hex(&fourth))).unwrap()));
    assert_eq!(told(&kept, &other_chain).first_bad, Some(4));

    retain_after(&mut kept, 4);
    assert_eq!(told(&kept, &held(4, &fourth)).outcome, Outcome::Holds);
    assert_eq!(told(&kept, &held(3, &fourth)).outcome, Outcome::NotVerifiable);
}

#[test]
fn another_key_signs_on_and_a_missing_one_is_said_so() {
    let mut kept = Kept::new().calls(1);
    let old_key = kept.signs.signing().unwrap().id.clone();
    kept.signs = ring(&["ab", "cd"]);
    kept.append("rekey", json!({"old_key": old_key}), &[]);
    let kept = kept.calls(1);
    kept.holds();

    let verdict = kept.verdict_with(&ring(&["cd"]), &Anchors::default());
    assert_eq!((verdict.outcome, verdict.first_bad), (Outcome::NotVerifiable, Some(1)), "{verdict:?}");
    let verdict = kept.verdict_with(&ring(&["ab"]), &Anchors::default());
    assert_eq!((verdict.outcome, verdict.first_bad), (Outcome::NotVerifiable, Some(4)), "{verdict:?}");

    let mut touched = kept.clone();
    touched.rows.remove(4);
    touched.texts.retain(|text| text.seq != 5);
    let verdict = touched.verdict_with(&ring(&["cd"]), &Anchors::default());
    assert_eq!(
        (verdict.outcome, verdict.first_bad),
        (Outcome::Broken, Some(1)),
        "trust ends at the first: {verdict:?}"
    );
}

#[test]
fn the_writers_list_of_open_calls_is_held_against_the_chain() {
    let mut kept = Kept::new().calls(1);
    let running = kept.append("open", json!({"pid": 7, "backend_start": 70}), &[]);
    kept.breaks_at(running, "is not in it");
    kept.work_list = vec![OpenCall { seq: running, pid: 7, backend_start: 70 }];
    kept.holds();
    kept.work_list[0].pid = 8;
    kept.breaks_at(running, "another backend");
    kept.work_list[0] = OpenCall { seq: 2, pid: 7, backend_start: 70 };
    kept.append("close", json!({"call": running}), &[]);
    kept.breaks_at(2, "not open");
}
