//! # definer_executable_by_public
//!
//! A function that runs with its owner's rights, and that every role may call: EXECUTE is PUBLIC's unless it was revoked. High
//! where the owner is a superuser. Triggers' functions cannot be called and are left out, and so are extensions' own.

use super::{Check, Dossier, Evidence, Facts, Family, Judged, Limits, Remedy, RemedyClass, Severity, Unread, Value};
use crate::ident::qualified;

pub(crate) static CHECK: Check = Check {
    id: "SEC17",
    name: "definer_executable_by_public",
    group: "SEC",
    what: "functions that lend their owner's rights to every role",
    why: "a hole in its text opens what the owner may do to whoever can connect",
    how: "prosecdef with proacl of pg_proc, where PUBLIC may use the schema; what the function does is not judged",
    refuted_by:
        "SELECT oid::regprocedure, proacl FROM pg_proc WHERE prosecdef AND pronamespace <> 'pg_catalog'::regnamespace",
    reads: &[Family::DefinerFunctions, Family::Roles],
    severity_max: Severity::High,
    remedy_class: RemedyClass::ReversibleExactly,
    judge,
    ..Check::PLAIN
};

fn judge(facts: &Facts, _: &Limits) -> Result<Judged, Unread> {
    let (functions, roles) = (facts.definer_functions()?, facts.roles()?);
    let mut judged = Judged::of("functions with their owner's rights", functions.len());
    for function in functions.iter().filter(|f| f.public_may_execute && !f.is_trigger) {
        let name = function.name();
        let of = |measure, value| Evidence::measured("definer_functions", &name, measure, value);
        let said = Dossier::saying(
            "Every role may call {}, which runs with the rights of {}.",
            &[&Evidence::name("definer_functions", &name), &of("owner", Value::Name(function.owner_name.clone()))],
        );
        let target = format!(
            "{} {}({})",
            function.kind.to_uppercase(),
            qualified(&function.schema_name, &function.function_name),
            function.arguments
        );
        let remedy = Remedy::exactly(
            "Grant EXECUTE to the roles that call it first, else they fail",
            format!("REVOKE EXECUTE ON {target} FROM PUBLIC"),
            format!("GRANT EXECUTE ON {target} TO PUBLIC"),
        );
        let of_superuser = roles.iter().any(|r| r.is_superuser && r.role_name == function.owner_name);
        let severity = if of_superuser { Severity::High } else { Severity::Medium };
        judged.findings.push(CHECK.finding(severity, "function", name.clone(), said, remedy));
    }
    Ok(judged)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::on_facts::found;
    use crate::evidence::definer_functions::DefinerFunction;
    use crate::evidence::fake::{self, FakeWorld};
    use crate::evidence::roles::Role;

    fn world(public_may_execute: bool, is_trigger: bool, is_superuser: bool) -> FakeWorld {
        let function = DefinerFunction {
            schema_name: "shop".into(),
            function_name: "Pay".into(),
            arguments: "integer, text".into(),
            kind: "procedure".into(),
            owner_name: "owner".into(),
            is_trigger,
            public_may_execute,
            sets_search_path: true,
        };
        let role = Role { is_superuser, ..fake::role("owner") };
        FakeWorld::new().with(Family::DefinerFunctions, &[function]).with(Family::Roles, &[role])
    }

    #[test]
    fn what_everyone_may_call_is_named() {
        assert!(found(&CHECK, world(false, false, true)).is_empty());
        assert!(found(&CHECK, world(true, true, true)).is_empty(), "a trigger's function cannot be called");
        assert_eq!(found(&CHECK, world(true, false, false))[0].severity, Severity::Medium);
        let of_superuser = found(&CHECK, world(true, false, true));
        assert_eq!(of_superuser[0].severity, Severity::High);
        let revoke = "REVOKE EXECUTE ON PROCEDURE shop.\"Pay\"(integer, text) FROM PUBLIC";
        assert_eq!(of_superuser[0].remedy.sql.as_deref(), Some(revoke));
    }
}
