//! One look at everything the checks know about.

use crate::checks::limits::Limits;
use crate::checks::{self, own, registry, Check};
use crate::evidence::facts::Facts;
use crate::evidence::Family;
use crate::fault::Fault;
use crate::report::{pictures, Decided, Place, Report};
use crate::world::World;

/// Reads what the checks need, each family once, and judges it.
pub fn health_report(world: &mut impl World) -> Result<Report, Fault> {
    let mut families = registry::families(registry::ALL);
    families.extend([Family::Overrides, Family::Suppressions, Family::OwnChecks]);
    let facts = Facts::load(world, &families);
    let every: Vec<&str> = registry::ALL.iter().map(|c: &&Check| c.id).collect();
    let mut results = checks::run(&facts, &Limits::in_force(&facts), &every);
    results.extend(own::run(world, facts.own_checks().unwrap_or_default()).map(|outcome| (&own::CHECK, outcome)));
    Ok(Report {
        made_at: facts.now(),
        server: place(&facts),
        results,
        decided: Decided::of(&facts),
        read: facts.read(),
        unread: facts.unread(),
        pictures: pictures(&facts),
    })
}

fn place(facts: &Facts) -> Option<Place> {
    let server = facts.server().ok()?;
    Some(Place {
        database_name: server.database_name.clone(),
        role_name: server.role_name.clone(),
        version_num: server.version_num,
        in_recovery: server.in_recovery,
        counting_seconds: facts.seconds_since(server.counters_since()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::fake::{self, FakeWorld};
    use crate::evidence::Family;

    #[test]
    fn a_world_that_refuses_everything_is_not_well() {
        let mut world = FakeWorld::new();
        for family in Family::ALL {
            world = world.refusing(*family, "42501", "permission denied for view pg_stat_activity");
        }
        let report = health_report(&mut world).unwrap();
        assert_eq!(report.verdict(), "Nothing can be said: no check could look.");
        let coverage = report.coverage();
        assert_eq!((coverage.ok, coverage.skipped), (0, coverage.checks));
        assert!(report.text(100).contains("The server itself could not be read."));
        assert!(report.json()["server"].is_null());
    }

    #[test]
    fn each_family_is_read_once() {
        let mut world = FakeWorld::new().with(Family::Tables, &[fake::table("shop.orders")]);
        health_report(&mut world).unwrap();
        let mut asked = world.asked().to_vec();
        asked.sort_unstable();
        asked.dedup();
        assert_eq!(asked.len(), world.asked().len());
    }
}
