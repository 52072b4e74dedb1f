//! The rules, changed by `copilot_writer` as the extension's owner, and read by the writer of the audit.

use super::internal;
use crate::pg::owner::{self, ActingAsOwner};
use crate::pg::text::Text;
use crate::pg::who;
use copilot_core::alerts::rule::{group, severity};
use copilot_core::alerts::{QuietHours, Rule};
use copilot_core::checks::{manual, registry};
use copilot_core::flows::explain_check::unknown;
use copilot_core::gate::allowing::demand_reason;
use copilot_core::{Fault, Kind};
use pgrx::datum::{DatumWithOid, Interval};
use pgrx::spi::SpiHeapTupleData;
use pgrx::Spi;

const SET: &str =
    "SELECT copilot.set_alert_rule('night', 'high', quiet_hours => '22:00-07:00 Europe/Berlin', reason => \
                   'who is on call')";
const DROP: &str = "SELECT copilot.drop_alert_rule('night', 'not on call any more')";
const NAME_BYTES: usize = 100;
const LEAST_REPEAT_MICROS: i128 = 60_000_000;

/// The arguments of `set_alert_rule()`.
pub(crate) struct Asked {
    pub(crate) name: Option<String>,
    pub(crate) min_severity: Option<String>,
    pub(crate) check_group: Option<String>,
    pub(crate) check_name: Option<String>,
    pub(crate) quiet_hours: Option<String>,
    pub(crate) repeat_after: Option<Interval>,
    pub(crate) reason: Option<String>,
}

impl Asked {
    /// What an audit row says of the call.
    pub(crate) fn question(&self) -> String {
        let said = |text: &Option<String>| text.clone().unwrap_or_else(|| "NULL".into());
        format!(
            "name {}, min_severity {}, check_group {}, check_name {}, quiet_hours {}, repeat_after {}: {}",
            said(&self.name),
            said(&self.min_severity),
            said(&self.check_group),
            said(&self.check_name),
            said(&self.quiet_hours),
            self.repeat_after.map_or_else(|| "NULL".into(), |every| every.to_string()),
            said(&self.reason)
        )
    }
}

fn demand_name(name: Option<&str>, example: &str) -> Result<String, Fault> {
    let name = name.ok_or_else(|| Fault::null_argument("name", example))?;
    match name.trim().len() {
        1..=NAME_BYTES => Ok(name.trim().to_owned()),
        n => Err(Fault::new(Kind::InvalidArgument, format!("argument \"name\" has {n} bytes"))
            .detail(format!("It must have between 1 and {NAME_BYTES}."))
            .hint(example)),
    }
}

/// Makes the rule, or puts it in the place of the one of this name.
pub(crate) fn set_rule(asked: &Asked) -> Result<String, Fault> {
    let name = demand_name(asked.name.as_deref(), SET)?;
    let least = asked.min_severity.as_deref().ok_or_else(|| Fault::null_argument("min_severity", SET))?;
    let least = severity(least)?;
    let group = asked.check_group.as_deref().map(group).transpose()?;
    if let Some(check) = asked.check_name.as_deref().filter(|check| registry::find(check).is_none()) {
        return Err(unknown(check));
    }
    let quiet = asked.quiet_hours.as_deref().map(QuietHours::parse).transpose()?;
    if asked.repeat_after.is_some_and(|every| every.as_micros() < LEAST_REPEAT_MICROS) {
        return Err(Fault::new(Kind::InvalidArgument, "argument \"repeat_after\" is less than a minute").hint(SET));
    }
    let reason = demand_reason(asked.reason.as_deref(), SET)?;
    let minute = |minute: u16| i16::try_from(minute).unwrap_or_default();
    let text = |text: Option<String>| DatumWithOid::from(text.map(Text));
    let arguments = [
        text(Some(name.clone())),
        text(Some(manual::severity(least).to_owned())),
        text(group),
        text(asked.check_name.clone()),
        quiet.as_ref().map(|(quiet, _)| minute(quiet.from_minute)).into(),
        quiet.as_ref().map(|(quiet, _)| minute(quiet.until_minute)).into(),
        text(quiet.map(|(_, zone)| zone)),
        asked.repeat_after.into(),
        text(Some(reason)),
        text(Some(who::caller().role)),
    ];
    change(include_str!("../../../sql/alerts/set_rule.sql"), &arguments)?;
    Ok(format!("rule \"{name}\" holds from the next report on"))
}

/// Removes the rule of this name.
pub(crate) fn drop_rule(name: Option<&str>, reason: Option<&str>) -> Result<String, Fault> {
    let name = demand_name(name, DROP)?;
    demand_reason(reason, DROP)?;
    match change("delete from copilot._alert_rules where name = $1", &[Text(name.clone()).into()])? {
        0 => Err(Fault::new(Kind::NotFound, format!("there is no alert rule \"{name}\""))
            .hint("SELECT name FROM copilot.alert_rules")),
        _ => Ok(format!("rule \"{name}\" is gone")),
    }
}

fn change(sql: &str, arguments: &[DatumWithOid]) -> Result<usize, Fault> {
    let _identity = ActingAsOwner::begin(owner::of_extension()?);
    Spi::connect_mut(|client| client.update(sql, None, arguments).map(|done| done.len())).map_err(internal)
}

/// All rules, with the time of their zones now.
pub(super) fn read() -> Result<Vec<Rule>, Fault> {
    Spi::connect(|client| {
        let table = client.select(include_str!("../../../sql/alerts/rules.sql"), None, &[])?;
        table.filter_map(|row| one(&row).transpose()).collect::<Result<_, _>>()
    })
    .map_err(internal)
}

/// None when it was changed by hand into something that is no rule.
fn one(row: &SpiHeapTupleData) -> Result<Option<Rule>, pgrx::spi::Error> {
    let text = |at: usize| row.get::<Text>(at).map(|text| text.map(|text| text.0));
    let minute = |at: usize| row.get::<i64>(at).map(|minute| minute.and_then(|minute| u16::try_from(minute).ok()));
    let Ok(min_severity) = severity(&text(2)?.unwrap_or_default()) else { return Ok(None) };
    let quiet = minute(5)?.zip(minute(6)?).map(|(from_minute, until_minute)| QuietHours { from_minute, until_minute });
    Ok(Some(Rule {
        name: text(1)?.unwrap_or_default(),
        min_severity,
        group: text(3)?,
        check: text(4)?,
        quiet,
        local_minute: minute(7)?.unwrap_or_default(),
        repeat_after_seconds: row.get::<i64>(8)?,
    }))
}
