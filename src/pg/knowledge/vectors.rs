//! The vectors: as the type of extension vector where it is installed, which scans them faster, else as `real[]`.
//! Both scans are exact and give the same numbers, so a search answers alike with and without the extension.

use super::{arg, internal, ints};
use crate::pg::lookup;
use crate::pg::text::Text;
use copilot_core::knowledge::library::Change;
use copilot_core::knowledge::shelf::nearest_of;
use copilot_core::knowledge::vector::inner_product;
use copilot_core::Fault;
use pgrx::{spi, Spi};

const FETCH_ROWS: i64 = 1_000;

/// The quoted schema of extension vector.
fn extension() -> Result<Option<String>, Fault> {
    let sql = "select n.nspname::pg_catalog.text from pg_catalog.pg_extension e
               join pg_catalog.pg_namespace n on n.oid = e.extnamespace where e.extname = 'vector'";
    let schema = lookup::value::<Text>(sql, &[]).map_err(internal)?;
    Ok(schema.map(|schema| spi::quote_identifier(schema.0)))
}

/// Whether the table has the column, which DROP EXTENSION vector CASCADE takes away.
fn has_column() -> Result<bool, Fault> {
    let sql = "select exists (select from pg_catalog.pg_attribute a
                where a.attrelid = 'copilot._vectors'::pg_catalog.regclass
                  and a.attname = 'embedding' and not a.attisdropped)";
    Ok(lookup::value::<bool>(sql, &[]).map_err(internal)?.unwrap_or_default())
}

/// The documents whose vectors have the largest inner product with this one.
pub(super) fn nearest(vector: &[f32], most: usize) -> Result<Vec<(u32, f32)>, Fault> {
    match extension()? {
        Some(schema) if has_column()? => by_extension(&schema, vector, most),
        _ => by_scan(vector, most),
    }
}

fn by_extension(schema: &str, vector: &[f32], most: usize) -> Result<Vec<(u32, f32)>, Fault> {
    let sql = format!(
        "select w.id, w.distance from (
           select v.id, (v.embedding operator({schema}.<#>) $1::{schema}.vector)::pg_catalog.float4 as distance
             from copilot._vectors v) w
          order by w.distance, w.id limit $2"
    );
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    Spi::connect(|client| {
        let table = client.select(sql.as_str(), None, &[arg(vector.to_vec()), arg(most)]).map_err(internal)?;
        let mut near = Vec::with_capacity(table.len());
        for row in table {
            let id = row.get::<i32>(1).map_err(internal)?.unwrap_or_default().unsigned_abs();
            // The operator gives the negative product; zero has one sign only.
            near.push((id, 0.0 - row.get::<f32>(2).map_err(internal)?.unwrap_or_default()));
        }
        Ok(near)
    })
}

fn by_scan(vector: &[f32], most: usize) -> Result<Vec<(u32, f32)>, Fault> {
    let mut near = Vec::new();
    Spi::connect(|client| {
        let mut cursor = client.try_open_cursor("select e.id, e.embedding from copilot._embeddings e", &[])?;
        loop {
            let table = cursor.fetch(FETCH_ROWS)?;
            if table.is_empty() {
                return Ok::<(), spi::Error>(());
            }
            for row in table {
                let id = row.get::<i32>(1)?.unwrap_or_default().unsigned_abs();
                let embedding = row.get::<Vec<f32>>(2)?.unwrap_or_default();
                near.push((id, inner_product(&embedding, vector)));
            }
        }
    })
    .map_err(internal)?;
    Ok(nearest_of(near, most))
}

/// Brings the extension's table after the other one; fills it anew when its column is missing.
pub(super) fn follow(change: &Change) -> Result<(), Fault> {
    let Some(schema) = extension()? else { return Ok(()) };
    if !has_column()? {
        return make(&schema);
    }
    let rewritten = change.changed.iter().map(|filed| filed.id).chain(change.removed.iter().copied());
    run("delete from copilot._vectors v where v.id = any ($1)", &[arg(ints(rewritten))])?;
    let filed = ints(change.changed.iter().chain(&change.added).map(|filed| filed.id));
    let copy = format!(
        "insert into copilot._vectors (id, embedding)
         select e.id, e.embedding::{schema}.vector from copilot._embeddings e where e.id = any ($1)"
    );
    run(&copy, &[arg(filed)])
}

/// The table is a member of our extension from the start and only gets a column here: ALTER EXTENSION … ADD would lock
/// the extension against the audit's writer until the caller's transaction ends.
fn make(schema: &str) -> Result<(), Fault> {
    run("delete from copilot._vectors", &[])?;
    run(&format!("alter table copilot._vectors add column embedding {schema}.vector(512)"), &[])?;
    // A vector of this size is just above what the server moves out of line.
    run("alter table copilot._vectors alter column embedding set storage plain", &[])?;
    run("comment on column copilot._vectors.embedding is 'Hashed stems and n-grams, 512 dimensions'", &[])?;
    let copy =
        "insert into copilot._vectors (id, embedding) select e.id, e.embedding::{vector} from copilot._embeddings e";
    run(&copy.replace("{vector}", &format!("{schema}.vector")), &[])
}

fn run(sql: &str, args: &[pgrx::datum::DatumWithOid]) -> Result<(), Fault> {
    Spi::connect_mut(|client| client.update(sql, None, args).map(|_| ()).map_err(internal))
}
