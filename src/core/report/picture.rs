//! What a picture says sooner than a sentence: ages against their limits, sizes and what of them is empty, shares.

use crate::evidence::facts::Facts;
use crate::value::Value;

/// Bars of one picture; the rest is left out and counted.
const MOST_BARS: usize = 8;
/// The server refuses new transactions three million before the wrap (access/transam/varsup.c).
const LAST_TRANSACTION: f64 = 2_144_483_647.0;

/// Bars that share one scale.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    pub title: String,
    /// What the bars and their stronger part mean.
    pub legend: &'static str,
    /// What the full width stands for.
    pub full: f64,
    /// A line across the bars, and what it is.
    pub mark: Option<(f64, String)>,
    pub bars: Vec<Bar>,
    /// How many more there are.
    pub more: usize,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    pub name: String,
    pub length: f64,
    /// The stronger part of the length.
    pub part: Option<f64>,
    pub said: String,
}

/// Every picture these facts give.
pub fn all(facts: &Facts) -> Vec<Picture> {
    [connections(facts), transaction_ids(facts), tables(facts), indexes(facts)].into_iter().flatten().collect()
}

fn connections(facts: &Facts) -> Option<Picture> {
    let slots = facts.setting("max_connections").ok()?.number()?;
    let sessions = facts.sessions().ok()?;
    let clients = sessions.iter().filter(|s| s.is_client());
    let (taken, idle) = clients.fold((0_i64, 0_i64), |(taken, idle), s| {
        (taken + 1, idle + i64::from(s.state.as_deref().is_some_and(|state| state.starts_with("idle"))))
    });
    let bar = Bar {
        name: "clients".into(),
        length: taken as f64,
        part: Some((taken - idle) as f64),
        said: format!("{} of {}, {} idle", Value::Count(taken), Value::Count(slots as i64), Value::Count(idle)),
    };
    Some(Picture {
        title: "Connections".into(),
        legend: "Client sessions against max_connections; the stronger part is not idle.",
        full: slots,
        mark: None,
        bars: vec![bar],
        more: 0,
    })
    .filter(|_| taken > 0)
}

fn transaction_ids(facts: &Facts) -> Option<Picture> {
    let freeze = facts.setting("autovacuum_freeze_max_age").ok().and_then(|s| s.number());
    let databases = facts.databases().ok()?;
    let bars = databases.iter().map(|database| Bar {
        name: database.database_name.clone(),
        length: database.xid_age as f64,
        part: None,
        said: Value::Count(database.xid_age).to_string(),
    });
    let mark = freeze.map(|age| (age, format!("autovacuum_freeze_max_age, {}", Value::Count(age as i64))));
    picture("Age of the oldest unfrozen transaction", bars.collect(), |_| LAST_TRANSACTION).map(|picture| Picture {
        legend: "By database; the full width is where the server refuses writes, 2,144,483,647 transactions.",
        mark,
        ..picture
    })
}

fn tables(facts: &Facts) -> Option<Picture> {
    let widths = facts.row_widths().ok()?;
    let empty = |name: &str| {
        let width = widths.iter().find(|w| w.name() == name)?;
        let pages = (width.pages as f64 - width.pages_needed()?).max(0.0);
        Some(pages * width.block_size_bytes as f64)
    };
    let tables = facts.tables().ok()?.iter().filter(|t| t.kind != 'p' && t.estimated_bytes > 0);
    let mut bars: Vec<Bar> = tables.map(|t| sized(t.name(), t.estimated_bytes as f64, None)).collect();
    largest_first(&mut bars);
    for bar in bars.iter_mut().take(MOST_BARS) {
        *bar = sized(bar.name.clone(), bar.length, empty(&bar.name));
    }
    picture("Largest tables", bars, longest).map(|picture| Picture {
        legend: "Estimated, without indexes; the stronger part is estimated to be empty, known for tables of 100 MB and more whose \
                 columns have statistics.",
        ..picture
    })
}

fn indexes(facts: &Facts) -> Option<Picture> {
    let bars = facts.index_widths().ok()?.iter().map(|index| {
        let pages = index.pages_needed().map(|needed| (index.pages as f64 - needed).max(0.0));
        sized(index.name(), index.bytes() as f64, pages.map(|p| p * index.block_size_bytes as f64))
    });
    picture("Largest btree indexes", bars.collect(), longest).map(|picture| Picture {
        legend: "Estimated; the stronger part is estimated to be empty, known where the columns have statistics.",
        ..picture
    })
}

fn sized(name: String, bytes: f64, empty: Option<f64>) -> Bar {
    let size = Value::Bytes(bytes as i64);
    let said = match empty {
        Some(empty) => format!("{size}, {} empty", Value::Percent(100.0 * empty / bytes.max(1.0))),
        None => size.to_string(),
    };
    Bar { name, length: bytes, part: empty, said }
}

fn longest(bars: &[Bar]) -> f64 {
    bars.iter().map(|bar| bar.length).fold(0.0, f64::max)
}

fn largest_first(bars: &mut [Bar]) {
    bars.sort_by(|a, b| b.length.total_cmp(&a.length).then_with(|| a.name.cmp(&b.name)));
}

/// The longest bars, the others counted; nothing where there is nothing to see.
fn picture(title: &str, mut bars: Vec<Bar>, full: impl Fn(&[Bar]) -> f64) -> Option<Picture> {
    largest_first(&mut bars);
    let more = bars.len().saturating_sub(MOST_BARS);
    bars.truncate(MOST_BARS);
    let full = full(&bars);
    (full > 0.0).then(|| Picture { title: title.into(), legend: "", full, mark: None, bars, more })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::fake::{self, FakeWorld};
    use crate::evidence::tables::Table;
    use crate::evidence::Family;

    #[test]
    fn the_longest_bars_are_shown_and_the_others_counted() {
        let tables: Vec<Table> =
            (1..=20).map(|n| Table { estimated_bytes: n * 1_048_576, ..fake::table(&format!("shop.t{n}")) }).collect();
        let mut world = FakeWorld::new().with(Family::Tables, &tables);
        let facts = Facts::load(&mut world, &[Family::Tables, Family::RowWidths]);
        let picture = &all(&facts)[0];
        assert_eq!((picture.bars.len(), picture.more), (MOST_BARS, 12));
        assert_eq!((picture.bars[0].name.as_str(), picture.bars[0].said.as_str()), ("shop.t20", "20 MB"));
        assert_eq!(picture.full, 20.0 * 1_048_576.0);
    }

    #[test]
    fn what_was_not_read_has_no_picture() {
        let mut world = FakeWorld::new().refusing(Family::Databases, "42501", "permission denied");
        assert_eq!(all(&Facts::load(&mut world, &[Family::Databases])), []);
    }
}
