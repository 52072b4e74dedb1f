//! The statements that drop an index and bring it back, written from the catalog without asking the server to
//! deparse it: that would wait behind ACCESS EXCLUSIVE.

use super::Remedy;
use crate::evidence::indexes::Index;
use crate::ident::{qualified, quote_ident};

/// Btree operator classes that are the default of their type and have the same oid on every major
/// (`src/include/catalog/pg_opclass.dat`): int4, int2, oid, date, float8, int8, numeric, text, timestamptz, timestamp.
const DEFAULTS: &[i64] = &[1978, 1979, 1981, 3122, 3123, 3124, 3125, 3126, 3127, 3128];

const DEFAULT_COLLATION: i64 = 100;

/// How to drop an index that nothing needs, with the way back where it can be written exactly.
pub(crate) fn drop_index(index: &Index, why: &str) -> Remedy {
    let name = qualified(&index.schema_name, &index.index_name);
    if index.kind == 'I' || index.is_partition {
        let advice = format!("{why} It belongs to a partitioned table, where indexes are dropped on the parent only");
        return Remedy::advice(advice);
    }
    let revert = create_index(index);
    let advice = match revert {
        Some(_) => why.to_owned(),
        None => format!("{why} Save what pg_get_indexdef() shows for it first: the way back is not given here"),
    };
    Remedy::in_structure(advice, format!("DROP INDEX CONCURRENTLY {name}"), revert)
}

/// The statement that builds this index, or none where it cannot be told exactly from its columns.
pub(crate) fn create_index(index: &Index) -> Option<String> {
    let plain = index.access_method == "btree"
        && index.kind == 'i'
        && index.expressions_md5.is_none()
        && index.predicate_md5.is_none()
        && !index.has_storage_options
        && index.operator_classes.iter().all(|c| DEFAULTS.contains(c));
    if !plain {
        return None;
    }
    let names = index.column_names.as_ref()?.iter().map(Option::as_deref).collect::<Option<Vec<_>>>()?;
    if names.len() != index.column_numbers.len() {
        return None;
    }
    let (keys, included) = names.split_at_checked(index.key_columns)?;
    let keys = keys
        .iter()
        .zip(&index.collations)
        .zip(&index.options)
        .map(|((name, collation), option)| key(name, *collation, *option))
        .collect::<Option<Vec<_>>>()?;
    let mut sql = format!(
        "CREATE {}INDEX CONCURRENTLY {} ON {} ({})",
        if index.is_unique { "UNIQUE " } else { "" },
        quote_ident(&index.index_name),
        qualified(&index.schema_name, &index.table_name),
        keys.join(", ")
    );
    if !included.is_empty() {
        sql += &format!(" INCLUDE ({})", crate::ident::quoted_list(included.iter().copied()));
    }
    if index.nulls_not_distinct {
        sql += " NULLS NOT DISTINCT";
    }
    Some(sql)
}

/// One key column: its collation is written even if it is the database's, since the column's own may differ.
fn key(column: &str, collation: i64, option: i16) -> Option<String> {
    let collate = match collation {
        0 => "",
        DEFAULT_COLLATION => " COLLATE pg_catalog.\"default\"",
        _ => return None,
    };
    let order = match option {
        0 => "",
        1 => " DESC NULLS LAST",
        2 => " NULLS FIRST",
        3 => " DESC",
        _ => return None,
    };
    Some(format!("{}{collate}{order}", quote_ident(column)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::fake;

    #[test]
    fn a_plain_index_is_written_whole() {
        let index = Index {
            table_name: "Orders".into(),
            column_names: Some(["a", "b", "c"].map(|c| Some(c.to_owned())).to_vec()),
            is_unique: true,
            nulls_not_distinct: true,
            key_columns: 2,
            column_numbers: vec![1, 2, 3],
            operator_classes: vec![1978, 3126],
            collations: vec![0, 100],
            options: vec![3, 0],
            ..fake::index("shop.order")
        };
        assert_eq!(
            create_index(&index).unwrap(),
            "CREATE UNIQUE INDEX CONCURRENTLY \"order\" ON shop.\"Orders\" \
             (a DESC, b COLLATE pg_catalog.\"default\") INCLUDE (c) NULLS NOT DISTINCT"
        );
    }

    #[test]
    fn what_is_not_certain_is_not_written() {
        let plain = fake::index("shop.i");
        assert!(create_index(&plain).is_some());
        for index in [
            Index { access_method: "gin".into(), ..plain.clone() },
            Index { expressions_md5: Some("x".into()), column_numbers: vec![0], ..plain.clone() },
            Index { predicate_md5: Some("x".into()), ..plain.clone() },
            Index { has_storage_options: true, ..plain.clone() },
            Index { operator_classes: vec![4217], ..plain.clone() },
            Index { collations: vec![950], ..plain.clone() },
            Index { column_names: Some(vec![None]), ..plain.clone() },
            Index { column_names: None, ..plain.clone() },
        ] {
            assert_eq!(create_index(&index), None, "{index:?}");
            let remedy = drop_index(&index, "Nothing uses it.");
            assert_eq!(remedy.sql.as_deref(), Some("DROP INDEX CONCURRENTLY shop.i"));
            assert!(remedy.advice.contains("pg_get_indexdef()"));
        }
    }

    #[test]
    fn an_index_of_a_partition_is_not_dropped_alone() {
        let index = Index { is_partition: true, ..fake::index("shop.i") };
        assert_eq!(drop_index(&index, "Nothing uses it.").sql, None);
    }
}
