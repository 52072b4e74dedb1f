//! Writing the store. What a refresh compares with is read after it holds the lock, under a snapshot of its own, so
//! that two refreshes at once do not undo each other.

use super::{arg, internal, ints};
use crate::pg::text::{Jsonb, Text};
use copilot_core::knowledge::library::{Change, Filed, Known};
use copilot_core::knowledge::Catalogue;
use copilot_core::Fault;
use pgrx::datum::DatumWithOid;
use pgrx::Spi;

/// Rows sent with one statement.
const BATCH: usize = 500;

fn run(sql: &str, args: &[DatumWithOid]) -> Result<(), Fault> {
    Spi::connect_mut(|client| client.update(sql, None, args).map(|_| ()).map_err(internal))
}

pub(super) fn known() -> Result<Known, Fault> {
    run("lock table copilot._knowledge in share row exclusive mode", &[])?;
    let mut known = Known::default();
    Spi::connect_mut(|client| {
        let table = client.update("select k.catalogue from copilot._knowledge k", Some(1), &[])?;
        if !table.is_empty() {
            // One that cannot be read is made anew: its stems get new numbers, and every posting is written again.
            let packed = table.first().get_one::<Vec<u8>>()?.unwrap_or_default();
            known.stems = Catalogue::unpack(&packed).map(|c| c.stems).unwrap_or_default();
        }
        let documents = "select d.is_routine, d.oid::pg_catalog.int8, d.id, d.fingerprint from copilot._documents d";
        for row in client.update(documents, None, &[])? {
            let is_routine = row.get::<bool>(1)?.unwrap_or_default();
            let oid = row.get::<i64>(2)?.and_then(|oid| u32::try_from(oid).ok()).unwrap_or_default();
            let id = row.get::<i32>(3)?.unwrap_or_default().unsigned_abs();
            known.documents.insert((is_routine, oid), (id, row.get::<i64>(4)?.unwrap_or_default()));
        }
        for row in client.update("select p.stem, p.fingerprint from copilot._postings p", None, &[])? {
            let stem = row.get::<i32>(1)?.unwrap_or_default().unsigned_abs();
            known.postings.insert(stem, row.get::<i64>(2)?.unwrap_or_default());
        }
        Ok::<(), pgrx::spi::Error>(())
    })
    .map_err(internal)?;
    Ok(known)
}

pub(super) fn put(change: &Change) -> Result<(), Fault> {
    let removed = ints(change.removed.iter().copied());
    run("delete from copilot._documents d where d.id = any ($1)", &[arg(removed.clone())])?;
    run("delete from copilot._embeddings e where e.id = any ($1)", &[arg(removed)])?;
    let emptied = ints(change.emptied.iter().copied());
    run("delete from copilot._postings p where p.stem = any ($1)", &[arg(emptied)])?;
    change.added.chunks(BATCH).chain(change.changed.chunks(BATCH)).try_for_each(put_documents)?;
    for part in change.postings.chunks(BATCH) {
        let stems = ints(part.iter().map(|(stem, ..)| *stem));
        let packed: Vec<Vec<u8>> = part.iter().map(|(_, packed, _)| packed.clone()).collect();
        let fingerprints: Vec<i64> = part.iter().map(|(.., fingerprint)| *fingerprint).collect();
        run(
            "insert into copilot._postings (stem, postings, fingerprint)
             select * from rows from (pg_catalog.unnest($1), pg_catalog.unnest($2), pg_catalog.unnest($3))
             on conflict (stem) do update set postings = excluded.postings, fingerprint = excluded.fingerprint",
            &[arg(stems), arg(packed), arg(fingerprints)],
        )?;
    }
    run(
        "insert into copilot._knowledge (refreshed_at, catalogue) values (pg_catalog.clock_timestamp(), $1)
         on conflict (is_only) do update set refreshed_at = excluded.refreshed_at, catalogue = excluded.catalogue",
        &[arg(change.catalogue.pack())],
    )
}

fn put_documents(filed: &[Filed]) -> Result<(), Fault> {
    let ids = ints(filed.iter().map(|f| f.id));
    let routines: Vec<bool> = filed.iter().map(|f| copilot_core::knowledge::library::key(&f.object).0).collect();
    let oids: Vec<i64> = filed.iter().map(|f| i64::from(f.object.oid)).collect();
    let fingerprints: Vec<i64> = filed.iter().map(|f| f.fingerprint).collect();
    let document = |f: &Filed| Jsonb(serde_json::to_value(&f.object).unwrap_or_default());
    let documents: Vec<Jsonb> = filed.iter().map(document).collect();
    run(
        "insert into copilot._documents (id, is_routine, oid, fingerprint, document)
         select w.id, w.is_routine, w.oid::pg_catalog.oid, w.fingerprint, w.document
           from rows from (pg_catalog.unnest($1), pg_catalog.unnest($2), pg_catalog.unnest($3), pg_catalog.unnest($4),
                           pg_catalog.unnest($5)) w (id, is_routine, oid, fingerprint, document)
         on conflict (id) do update set fingerprint = excluded.fingerprint, document = excluded.document",
        &[arg(ids.clone()), arg(routines), arg(oids), arg(fingerprints), arg(documents)],
    )?;
    // An array of arrays would be one array: each vector travels as the text of its own.
    let vector = |f: &Filed| Text(format!("{{{}}}", join(&f.vector)));
    let vectors: Vec<Text> = filed.iter().map(vector).collect();
    run(
        "insert into copilot._embeddings (id, embedding)
         select w.id, w.embedding::pg_catalog.float4[] from rows from (pg_catalog.unnest($1), pg_catalog.unnest($2)) w (id, embedding)
         on conflict (id) do update set embedding = excluded.embedding",
        &[arg(ids), arg(vectors)],
    )
}

fn join(vector: &[f32]) -> String {
    vector.iter().map(f32::to_string).collect::<Vec<_>>().join(",")
}
