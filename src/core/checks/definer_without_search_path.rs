//! # definer_without_search_path
//!
//! A function with SECURITY DEFINER that does not pin its search_path looks its names up along the caller's: the caller
//! decides which function or table the owner's rights are used on.

use super::limits::Limits;
use super::{Check, Finding, Judged, Remedy, RemedyClass, Severity};
use crate::evidence::facts::Facts;
use crate::evidence::{Evidence, Family, Unread};
use crate::ident::qualified;
use crate::sentence::Dossier;
use crate::value::Value;

pub(crate) static CHECK: Check = Check {
    id: "SEC16",
    name: "definer_without_search_path",
    group: "SEC",
    what: "functions that run with their owner's rights along the caller's search_path",
    why: "a caller who puts an object of the same name in front gets it used with the owner's rights",
    how: "prosecdef without search_path among the function's settings, extensions' functions left out; a body that qualifies every name is safe and looks the same",
    refuted_by: "SELECT oid::regprocedure, proconfig FROM pg_proc WHERE prosecdef",
    reads: &[Family::DefinerFunctions],
    severity_max: Severity::High,
    remedy_class: RemedyClass::ReversibleExactly,
    judge,
    ..Check::PLAIN
};

fn judge(facts: &Facts, _: &Limits) -> Result<Judged, Unread> {
    let mut judged = Judged { noun: "functions with their owner's rights", ..Judged::default() };
    for function in facts.definer_functions()? {
        judged.examined += 1;
        if function.sets_search_path {
            continue;
        }
        let name = function.name();
        let mut said = Dossier::default();
        said.say(
            "Function {} runs with the rights of {} and looks names up along the caller's path.",
            &[
                &Evidence::name("definer_functions", &name),
                &Evidence::measured("definer_functions", &name, "owner", Value::Name(function.owner_name.clone())),
            ],
        );
        let target = format!("{}({})", qualified(&function.schema_name, &function.function_name), function.arguments);
        let kind = function.kind.to_ascii_uppercase();
        judged.findings.push(Finding {
            check: CHECK.id,
            severity: Severity::High,
            object_kind: "function",
            object: name,
            said,
            remedy: Remedy::exactly(
                "Add the schemas its body means, pg_temp last; test it, since names may be found elsewhere then",
                format!("ALTER {kind} {target} SET search_path = pg_catalog, pg_temp"),
                format!("ALTER {kind} {target} RESET search_path"),
            ),
        });
    }
    Ok(judged)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::definer_functions::DefinerFunction;
    use crate::evidence::fake::FakeWorld;

    #[test]
    fn an_open_path_is_named_and_a_pinned_one_is_not() {
        let found = |sets_search_path| {
            let function = DefinerFunction {
                schema_name: "shop".into(),
                function_name: "pay".into(),
                arguments: "integer, text".into(),
                kind: "procedure".into(),
                owner_name: "app".into(),
                is_trigger: false,
                public_may_execute: false,
                sets_search_path,
            };
            let mut world = FakeWorld::new().with(Family::DefinerFunctions, &[function]);
            judge(&Facts::load(&mut world, CHECK.reads), &Limits::default()).unwrap().findings
        };
        assert!(found(true).is_empty());
        let found = found(false);
        assert_eq!(found[0].object, "shop.pay(integer, text)");
        assert_eq!(
            found[0].remedy.sql.as_deref(),
            Some("ALTER PROCEDURE shop.pay(integer, text) SET search_path = pg_catalog, pg_temp")
        );
    }
}
