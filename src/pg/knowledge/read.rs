//! Reading the store, under the snapshot of the calling statement, so that all reads of one search fit together.

use super::{arg, internal, ints};
use crate::pg::text::Text;
use copilot_core::evidence::objects::Object;
use copilot_core::knowledge::library::Key;
use copilot_core::knowledge::shelf::{Held, Seen};
use copilot_core::knowledge::Catalogue;
use copilot_core::{Fault, Kind};
use pgrx::Spi;

fn damaged(what: &str) -> Fault {
    Fault::new(Kind::Internal, format!("{what} of the stored knowledge cannot be read"))
        .detail("It is damaged, or another version of the library wrote it.")
        .hint("run SELECT * FROM copilot.refresh_knowledge()")
}

pub(super) fn held() -> Result<Option<Held>, Fault> {
    let sql = "select (extract(epoch from k.refreshed_at) * 1000000)::pg_catalog.int8, k.catalogue
                 from copilot._knowledge k";
    Spi::connect(|client| {
        let table = client.select(sql, Some(1), &[]).map_err(internal)?;
        if table.is_empty() {
            return Ok(None);
        }
        let (refreshed_at, packed) = table.first().get_two::<i64, Vec<u8>>().map_err(internal)?;
        let catalogue = Catalogue::unpack(&packed.unwrap_or_default()).ok_or_else(|| damaged("the catalogue"))?;
        Ok(Some(Held { catalogue, refreshed_at: refreshed_at.unwrap_or_default() }))
    })
}

pub(super) fn postings(stems: &[u32]) -> Result<Vec<(u32, Vec<u8>)>, Fault> {
    let sql = "select p.stem, p.postings from copilot._postings p where p.stem = any ($1)";
    Spi::connect(|client| {
        let table = client.select(sql, None, &[arg(ints(stems.iter().copied()))]).map_err(internal)?;
        let mut rows = Vec::with_capacity(table.len());
        for row in table {
            let stem = row.get::<i32>(1).map_err(internal)?.unwrap_or_default();
            let packed = row.get::<Vec<u8>>(2).map_err(internal)?.unwrap_or_default();
            rows.push((stem.unsigned_abs(), packed));
        }
        Ok(rows)
    })
}

/// With the caller's rights, as they are at this moment.
pub(super) fn seen(keys: &[Key]) -> Result<Vec<Seen>, Fault> {
    let of = |routines: bool| -> Vec<i64> {
        keys.iter().filter(|(is_routine, _)| *is_routine == routines).map(|(_, oid)| i64::from(*oid)).collect()
    };
    let arguments = [arg(of(false)), arg(of(true))];
    Spi::connect(|client| {
        let sql = include_str!("../../../sql/knowledge/seen.sql");
        let table = client.select(sql, None, &arguments).map_err(internal)?;
        let mut seen = Vec::with_capacity(table.len());
        for row in table {
            let is_routine = row.get::<bool>(1).map_err(internal)?.unwrap_or_default();
            let oid = row.get::<i64>(2).map_err(internal)?.and_then(|oid| u32::try_from(oid).ok());
            seen.push(Seen {
                key: (is_routine, oid.unwrap_or_default()),
                schema_name: row.get::<Text>(3).map_err(internal)?.unwrap_or_default().0,
                object_name: row.get::<Text>(4).map_err(internal)?.unwrap_or_default().0,
            });
        }
        Ok(seen)
    })
}

pub(super) fn documents(ids: &[u32]) -> Result<Vec<(u32, Object)>, Fault> {
    let sql = "select d.id, d.document::pg_catalog.text from copilot._documents d where d.id = any ($1)";
    Spi::connect(|client| {
        let table = client.select(sql, None, &[arg(ints(ids.iter().copied()))]).map_err(internal)?;
        let mut documents = Vec::with_capacity(table.len());
        for row in table {
            let id = row.get::<i32>(1).map_err(internal)?.unwrap_or_default().unsigned_abs();
            let text = row.get::<Text>(2).map_err(internal)?.unwrap_or_default().0;
            documents.push((id, serde_json::from_str(&text).map_err(|_| damaged("a document"))?));
        }
        Ok(documents)
    })
}
