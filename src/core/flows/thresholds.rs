//! Setting a threshold to another value, and back.

use super::explain_check::unknown;
use crate::checks::limits::{value as in_unit, READ_FROM};
use crate::checks::{registry, Check, Threshold};
use crate::decision::Decision;
use crate::fault::{Fault, Kind};
use crate::gate::allowing::demand_reason;
use crate::world::World;

const SET: &str =
    "SELECT copilot.set_threshold('connection_saturation', 'busy_percent', 60, 'few connections are left here')";
const RESET: &str =
    "SELECT copilot.reset_threshold('connection_saturation', 'busy_percent', 'more connections since May')";

/// From now on this value holds for everybody's reports. Gives a sentence.
pub fn set(
    world: &mut impl World,
    check: Option<&str>,
    threshold: Option<&str>,
    value: Option<f64>,
    reason: Option<&str>,
) -> Result<String, Fault> {
    let (check, threshold) = named(check, threshold, SET)?;
    let value = possible(check, threshold, value.ok_or_else(|| Fault::null_argument("value", SET))?)?;
    world.decide(&Decision::SetThreshold {
        check_id: check.id.into(),
        threshold: threshold.name.into(),
        value,
        reason: demand_reason(reason, SET)?,
    })?;
    let (now, own) = (in_unit(value, threshold.unit), in_unit(threshold.value, threshold.unit));
    Ok(format!("{} of {} is {now}, instead of {own}", threshold.name, check.name))
}

/// The registry's value holds again.
pub fn reset(
    world: &mut impl World,
    check: Option<&str>,
    threshold: Option<&str>,
    reason: Option<&str>,
) -> Result<String, Fault> {
    let (check, threshold) = named(check, threshold, RESET)?;
    demand_reason(reason, RESET)?;
    let decision = Decision::ResetThreshold { check_id: check.id.into(), threshold: threshold.name.into() };
    match world.decide(&decision)? {
        0 => Err(Fault::new(Kind::NotFound, format!("{} of {} was not set", threshold.name, check.name))
            .hint("SELECT * FROM copilot.overrides")),
        _ => Ok(format!("{} of {} is {} again", threshold.name, check.name, in_unit(threshold.value, threshold.unit))),
    }
}

fn named(
    check: Option<&str>,
    threshold: Option<&str>,
    example: &str,
) -> Result<(&'static Check, &'static Threshold), Fault> {
    let wanted = check.ok_or_else(|| Fault::null_argument("check_id", example))?;
    let check = registry::find(wanted).ok_or_else(|| unknown(wanted))?;
    let wanted = threshold.ok_or_else(|| Fault::null_argument("threshold", example))?;
    let found = check.thresholds.iter().find(|t| t.name == wanted).ok_or_else(|| {
        let shown: String = wanted.chars().take(60).collect();
        let fault = Fault::new(Kind::NotFound, format!("{} has no threshold \"{shown}\"", check.name));
        let names: Vec<&str> = check.thresholds.iter().map(|t| t.name).collect();
        match names.is_empty() {
            true => fault.detail("It has none at all."),
            false => fault.hint(format!("it has {}", names.join(", "))),
        }
    })?;
    Ok((check, found))
}

fn possible(check: &Check, threshold: &Threshold, value: f64) -> Result<f64, Fault> {
    let refuse = |why: String| {
        Err(Fault::new(Kind::InvalidArgument, format!("{} of {} cannot be {value}", threshold.name, check.name))
            .detail(why))
    };
    if !value.is_finite() || value < 0.0 {
        return refuse("A threshold is a number from 0 on.".into());
    }
    if threshold.unit == "percent" && value > 100.0 {
        return refuse("It is in percent.".into());
    }
    let read_from = READ_FROM.iter().find(|(id, name, _)| (*id, *name) == (check.id, threshold.name));
    match read_from {
        Some((_, _, least)) if value < *least => refuse(format!(
            "What is smaller than {} is not read at all, so that a report stays cheap.",
            in_unit(*least, threshold.unit)
        )),
        _ => Ok(value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::fake::FakeWorld;

    fn kind(check: &str, threshold: &str, value: f64, reason: Option<&str>) -> Option<Kind> {
        set(&mut FakeWorld::new(), Some(check), Some(threshold), Some(value), reason).err().map(|fault| fault.kind)
    }

    #[test]
    fn a_threshold_is_set_and_reset_by_id_or_name() {
        let mut world = FakeWorld::new();
        let said = set(&mut world, Some("connection_saturation"), Some("busy_percent"), Some(60.0), Some("few"));
        assert_eq!(said.unwrap(), "busy_percent of connection_saturation is 60 %, instead of 75 %");
        let id = registry::find("connection_saturation").unwrap().id;
        let set_now = Decision::SetThreshold {
            check_id: id.into(),
            threshold: "busy_percent".into(),
            value: 60.0,
            reason: "few".into(),
        };
        assert_eq!(world.decided(), [set_now]);
        let back = reset(&mut world, Some(id), Some("busy_percent"), Some("many"));
        assert_eq!(back.unwrap(), "busy_percent of connection_saturation is 75 % again");
    }

    #[test]
    fn what_cannot_be_is_refused() {
        for (value, expected) in [
            (100.0, None),
            (100.1, Some(Kind::InvalidArgument)),
            (-1.0, Some(Kind::InvalidArgument)),
            (f64::NAN, Some(Kind::InvalidArgument)),
            (f64::INFINITY, Some(Kind::InvalidArgument)),
        ] {
            assert_eq!(kind("connection_saturation", "busy_percent", value, Some("why")), expected, "{value}");
        }
        assert_eq!(kind("connection_saturation", "busy", 60.0, Some("why")), Some(Kind::NotFound));
        assert_eq!(kind("conection_saturation", "busy_percent", 60.0, Some("why")), Some(Kind::NotFound));
        assert_eq!(kind("connection_saturation", "busy_percent", 60.0, None), Some(Kind::NullArgument));
        assert_eq!(kind("connection_saturation", "busy_percent", 60.0, Some(" ")), Some(Kind::InvalidArgument));
    }

    #[test]
    fn what_is_not_read_cannot_be_asked_for() {
        for (id, name, least) in READ_FROM {
            let own = registry::find(id).and_then(|check| check.thresholds.iter().find(|t| t.name == *name)).unwrap();
            assert!(own.value >= *least, "{id} {name}");
            assert_eq!(kind(id, name, *least, Some("why")), None);
            assert_eq!(kind(id, name, least - 1.0, Some("why")), Some(Kind::InvalidArgument));
        }
    }
}
