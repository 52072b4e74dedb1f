//! Reads what can be looked for by name and writes down what is new or different.

use crate::evidence::facts::Facts;
use crate::evidence::{Family, Reason};
use crate::fault::{Fault, Kind};
use crate::knowledge::library::compare;
use crate::world::World;

/// What one refresh did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refreshed {
    pub added: usize,
    pub changed: usize,
    pub removed: usize,
    pub unchanged: usize,
    pub stems_written: usize,
}

/// Brings the library up to date.
pub fn refresh_knowledge(world: &mut impl World) -> Result<Refreshed, Fault> {
    let known = world.shelf().known()?;
    let facts = Facts::load(world, &[Family::Objects]);
    let objects = facts.objects().map_err(|unread| {
        let kind = if unread.reason == Reason::Privilege { Kind::MissingPrivilege } else { Kind::NothingCollected };
        let fault = Fault::new(kind, "the names of this database's objects could not be read").detail(unread.detail);
        match unread.opens_with {
            Some(step) => fault.hint(step),
            None => fault,
        }
    })?;
    let change = compare(objects.to_vec(), &known);
    world.shelf().put(&change)?;
    Ok(Refreshed {
        added: change.added.len(),
        changed: change.changed.len(),
        removed: change.removed.len(),
        unchanged: change.unchanged,
        stems_written: change.postings.len() + change.emptied.len(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::fake::{object, FakeWorld};

    #[test]
    fn a_refresh_counts_what_it_did() {
        let tables = [object("shop.orders", &["id", "total"]), object("shop.customers", &["id", "email"])];
        let mut world = FakeWorld::new().with(Family::Objects, &tables);
        let first = refresh_knowledge(&mut world).unwrap();
        assert_eq!((first.added, first.changed, first.removed, first.unchanged), (2, 0, 0, 0));
        let again = refresh_knowledge(&mut world).unwrap();
        assert_eq!((again.added, again.unchanged, again.stems_written), (0, 2, 0));
        let mut fewer = world.with(Family::Objects, &tables[..1]);
        let third = refresh_knowledge(&mut fewer).unwrap();
        assert_eq!((third.removed, third.unchanged), (1, 1));
    }

    #[test]
    fn who_may_not_read_the_catalog_is_told_so_and_nothing_is_lost() {
        let tables = [object("shop.orders", &["id"])];
        let mut world = FakeWorld::new().with(Family::Objects, &tables);
        refresh_knowledge(&mut world).unwrap();
        let mut blind = world.refusing(Family::Objects, "42501", "permission denied for table pg_class");
        let fault = refresh_knowledge(&mut blind).unwrap_err();
        assert_eq!(fault.kind, Kind::MissingPrivilege);
        assert!(fault.hint.unwrap().contains("GRANT"));
        assert_eq!(blind.shelf().known().unwrap().documents.len(), 1);
    }
}
