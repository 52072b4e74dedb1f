//! The rules of pg_hba.conf: who may connect from where, and how they prove who they are.

use super::{Reason, Unread};
use serde::{Deserialize, Serialize};

pub const SQL: &str = include_str!("../../../sql/read/hba_rules.sql");

/// One row of `sql/read/hba_rules.sql`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HbaRule {
    pub line_number: Option<i32>,
    /// `local`, `host`, `hostssl`; none where the line could not be read.
    pub connection_type: Option<String>,
    /// `all`, `replication`, names.
    pub database_names: Option<Vec<String>>,
    /// `all`, `+group`, names.
    pub user_names: Option<Vec<String>>,
    /// An address, a name, `all`, `samehost`, `samenet`; none for `local`.
    pub address: Option<String>,
    pub netmask: Option<String>,
    pub auth_method: Option<String>,
    pub error: Option<String>,
}

impl HbaRule {
    /// It lets clients in from other machines.
    pub fn is_remote(&self) -> bool {
        let local = |a: &str| a.starts_with("127.") || a == "::1" || a == "samehost" || a == "localhost";
        self.connection_type.as_deref() != Some("local") && self.address.as_deref().is_some_and(|a| !local(a))
    }

    /// From every machine there is.
    pub fn is_from_everywhere(&self) -> bool {
        match self.address.as_deref() {
            Some("all") => true,
            Some("0.0.0.0" | "::") => matches!(self.netmask.as_deref(), Some("0.0.0.0" | "::")),
            _ => false,
        }
    }

    /// The rule as the file has it, without its options.
    pub fn text(&self) -> String {
        let list = |names: &Option<Vec<String>>| names.as_deref().unwrap_or_default().join(",");
        let mut words =
            vec![self.connection_type.clone().unwrap_or_default(), list(&self.database_names), list(&self.user_names)];
        words.extend(self.address.clone());
        words.extend(self.netmask.clone());
        words.extend(self.auth_method.clone());
        words.join(" ")
    }
}

/// The rules that can be judged, and what that leaves unseen: a line with an error may have been meant to say anything.
pub fn readable(rules: &[HbaRule]) -> Result<(Vec<&HbaRule>, Option<Unread>), Unread> {
    if rules.is_empty() {
        return Err(Unread::because(Reason::Host, "no rule was shown"));
    }
    let unreadable = rules.iter().find(|r| r.error.is_some()).map(|r| {
        let line = r.line_number.map_or("a line".to_owned(), |n| format!("line {n}"));
        Unread::because(Reason::Host, format!("{line} of pg_hba.conf cannot be understood"))
    });
    Ok((rules.iter().filter(|r| r.error.is_none()).collect(), unreadable))
}
