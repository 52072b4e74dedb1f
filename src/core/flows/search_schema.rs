//! Finds the tables, views and routines that a text is about.

use crate::fault::{Fault, Kind};
use crate::knowledge::search::{search, Found};
use crate::world::World;

pub const MOST: i32 = 100;
/// The longest text, in bytes.
pub const LONGEST: usize = 8 * 1024;

const EXAMPLE: &str = "SELECT * FROM copilot.search_schema('orders of a customer', 10);";

/// The `k` likeliest objects that the caller may see, the likeliest first.
pub fn search_schema(world: &mut impl World, text: Option<&str>, k: Option<i32>) -> Result<Found, Fault> {
    let text = checked(text)?;
    let k = k.ok_or_else(|| Fault::null_argument("k", EXAMPLE))?;
    if !(1..=MOST).contains(&k) {
        let message = format!("argument \"k\" is {k}, it must be between 1 and {MOST}");
        return Err(Fault::new(Kind::InvalidArgument, message).hint(EXAMPLE));
    }
    search(world.shelf(), text, k.unsigned_abs() as usize)?.ok_or_else(never_refreshed)
}

fn checked(text: Option<&str>) -> Result<&str, Fault> {
    let text = text.ok_or_else(|| Fault::null_argument("text", EXAMPLE))?;
    if !text.chars().any(char::is_alphanumeric) {
        return Err(Fault::new(Kind::InvalidArgument, "the text to search for has no words").hint(EXAMPLE));
    }
    if text.len() > LONGEST {
        return Err(Fault::new(Kind::InvalidArgument, format!("the text is longer than {LONGEST} bytes"))
            .detail(format!("It has {} bytes.", text.len()))
            .hint("say in a sentence or two what is looked for"));
    }
    Ok(text)
}

fn never_refreshed() -> Fault {
    Fault::new(Kind::NothingCollected, "the objects of this database were never read for searching")
        .detail("Names, columns and comments are kept as documents, which refresh_knowledge() makes; a dump leaves them out.")
        .hint("a member of copilot_writer runs SELECT * FROM copilot.refresh_knowledge()")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::fake::{object, FakeWorld};
    use crate::evidence::objects::Object;
    use crate::evidence::Family;
    use crate::flows::refresh_knowledge::refresh_knowledge;
    use crate::knowledge::library::key;

    fn shop() -> Vec<Object> {
        let customers = object("shop.customers", &["customer_id", "full_name", "email_address"]);
        let orders = Object {
            refers_to: Some(vec![customers.oid]),
            comment: Some("purchases, one row each".into()),
            ..object("shop.orders", &["order_id", "customer_id", "qty"])
        };
        let lots = object("stock.parking_lots", &["lot_id", "order_id"]);
        let purge = Object { kind: "function".into(), ..object("shop.purge_orders", &["before"]) };
        vec![customers, orders, lots, purge]
    }

    fn knowing(objects: &[Object]) -> FakeWorld {
        let mut world = FakeWorld::new().with(Family::Objects, objects);
        refresh_knowledge(&mut world).unwrap();
        world
    }

    fn names(found: &Found) -> Vec<String> {
        found.rows.iter().map(|r| format!("{}.{}", r.schema_name, r.object_name)).collect()
    }

    #[test]
    fn the_table_that_is_meant_comes_first_and_says_why() {
        let mut world = knowing(&shop());
        let found = search_schema(&mut world, Some("where are the orders?"), Some(10)).unwrap();
        assert_eq!(found.rows[0].object_name, "orders");
        assert_eq!(found.rows[0].why, "orders: name, column \"order_id\"");
        assert!(found.rows.windows(2).all(|w| w[0].score >= w[1].score && w[0].rank + 1 == w[1].rank));
        let emails = search_schema(&mut world, Some("which table has customer e-mails"), Some(1)).unwrap();
        assert_eq!(names(&emails), ["shop.customers"]);
        let purchase = search_schema(&mut world, Some("purchased quantity"), Some(1)).unwrap();
        assert_eq!(purchase.rows[0].why, "purchased: comment; quantity: column \"qty\"");
    }

    #[test]
    fn routines_stand_behind_tables_unless_asked_for() {
        let mut world = knowing(&shop());
        let tables = search_schema(&mut world, Some("orders"), Some(1)).unwrap();
        assert_eq!((tables.rows[0].object_name.as_str(), tables.rows[0].kind), ("orders", "table"));
        let routines = search_schema(&mut world, Some("function that purges orders"), Some(1)).unwrap();
        assert_eq!((routines.rows[0].object_name.as_str(), routines.rows[0].kind), ("purge_orders", "function"));
    }

    #[test]
    fn what_the_caller_may_not_see_is_not_found_and_lends_no_word_its_weight() {
        let all = shop();
        let mut world = knowing(&all);
        let shown = search_schema(&mut world, Some("email"), Some(10)).unwrap();
        assert_eq!(shown.rows[0].object_name, "customers");
        world.hide(key(&all[0]));
        for text in ["customer", "orders", "parking lots of customers"] {
            let found = search_schema(&mut world, Some(text), Some(10)).unwrap();
            assert!(!found.rows.is_empty() && !names(&found).contains(&"shop.customers".to_owned()), "{text}");
        }
        let hidden = search_schema(&mut world, Some("email"), Some(10)).unwrap();
        assert_eq!(names(&hidden), Vec::<String>::new(), "a word that stands only in what is hidden is no word");
    }

    #[test]
    fn words_that_are_nowhere_find_nothing() {
        let found = search_schema(&mut knowing(&shop()), Some("zebra xylophone"), Some(10)).unwrap();
        assert_eq!((names(&found), found.objects), (vec![], 4));
    }

    #[test]
    fn what_is_no_search_is_an_error() {
        let mut world = knowing(&shop());
        let mut kind = |text: Option<&str>, k: Option<i32>| search_schema(&mut world, text, k).unwrap_err().kind;
        assert_eq!(kind(None, Some(10)), Kind::NullArgument);
        assert_eq!(kind(Some("orders"), None), Kind::NullArgument);
        for text in ["", " \n", "?!", "🦀"] {
            assert_eq!(kind(Some(text), Some(10)), Kind::InvalidArgument, "{text:?}");
        }
        assert_eq!(kind(Some(&"orders ".repeat(2_000)), Some(10)), Kind::InvalidArgument);
        for k in [0, -1, 101, i32::MIN] {
            assert_eq!(kind(Some("orders"), Some(k)), Kind::InvalidArgument, "{k}");
        }
        let never = search_schema(&mut FakeWorld::new(), Some("orders"), Some(10)).unwrap_err();
        assert_eq!(never.kind, Kind::NothingCollected);
        assert!(never.hint.unwrap().contains("refresh_knowledge()"));
    }
}
