//! The facts of one call, each family read at most once.

use super::counts::Counts;
use super::server::{self, Server};
use super::settings::Setting;
use super::unread::not_understood;
use super::{Reason, Unread};
use crate::world::{Micros, World};
use serde::de::DeserializeOwned;
use serde::Serialize;

/// One family that was read, for the audit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Read {
    pub family: Family,
    pub rows: usize,
}

/// The one list of families: adding one adds a line here, and its pair of files.
macro_rules! families {
    ($($variant:ident $stem:ident $row:ident),+ $(,)?) => {
        /// A family of facts: one SELECT, one row type.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Family {
            Server,
            $($variant),+
        }

        impl Family {
            pub const ALL: &'static [Family] = &[Family::Server, $(Family::$variant),+];

            /// The name its two files share.
            pub const fn stem(self) -> &'static str {
                match self {
                    Family::Server => "server",
                    $(Family::$variant => stringify!($stem)),+
                }
            }

            /// The SELECT that reads it.
            pub const fn sql(self) -> &'static str {
                match self {
                    Family::Server => server::SQL,
                    $(Family::$variant => super::$stem::SQL),+
                }
            }
        }

        /// What was read, and what could not be.
        pub struct Facts {
            now: Micros,
            server: Result<Server, Unread>,
            $($stem: Option<Result<Vec<super::$stem::$row>, Unread>>),+
        }

        impl Facts {
            /// Reads each of these families once, the server always and first.
            pub fn load(world: &mut impl World, families: &[Family]) -> Facts {
                let now = world.now();
                let server = one(read(world, Family::Server));
                let role = server.as_ref().map(|s: &Server| s.role_name.clone()).unwrap_or_default();
                $(let $stem = families.contains(&Family::$variant)
                    .then(|| read(world, Family::$variant).map_err(|unread| unread.named(&role)));)+
                Facts { now, server, $($stem),+ }
            }

            $(pub fn $stem(&self) -> Result<&[super::$stem::$row], Unread> {
                look(Family::$variant, self.$stem.as_ref())
            })+

            /// Families that were read, with their row counts.
            pub fn read(&self) -> Vec<Read> {
                let mut read = Vec::new();
                if self.server.is_ok() {
                    read.push(Read { family: Family::Server, rows: 1 });
                }
                $(if let Some(Ok(rows)) = &self.$stem {
                    read.push(Read { family: Family::$variant, rows: rows.len() });
                })+
                read
            }

            /// Families that were asked for and could not be read.
            pub fn unread(&self) -> Vec<(Family, Unread)> {
                let mut unread = Vec::new();
                if let Err(why) = &self.server {
                    unread.push((Family::Server, why.clone()));
                }
                $(if let Some(Err(why)) = &self.$stem {
                    unread.push((Family::$variant, why.clone()));
                })+
                unread
            }
        }
    };
}

families! {
    Statements statements Statement,
    Tables tables Table,
    Indexes indexes Index,
    Constraints constraints Constraint,
    Sequences sequences Sequence,
    Settings settings Setting,
    Sessions sessions Session,
    Locks locks LockWait,
    Databases databases Database,
    Extensions extensions Extension,
    Counts counts Counts,
    Columns columns Columns,
    Largest largest Largest,
    Slots slots Slot,
    Standbys standbys Standby,
    Recovery recovery Recovery,
    Wal wal Wal,
    TableIo table_io TableIo,
    Roles roles Role,
    PreparedTransactions prepared_transactions PreparedTransaction,
    Schemas schemas Schema,
    DefinerFunctions definer_functions DefinerFunction,
    RowWidths row_widths RowWidth,
    AuditTables audit_tables AuditTable,
    Objects objects Object,
    Collations collations Collation,
    NarrowKeys narrow_keys NarrowKey,
    Subscriptions subscriptions Subscription,
    Publications publications Publication,
    WalFiles wal_files WalFiles,
    IndexIo index_io IndexIo,
    DisabledTriggers disabled_triggers DisabledTrigger,
    PasswordHashes password_hashes PasswordHash,
    HbaRules hba_rules HbaRule,
    PublicGrants public_grants PublicGrant,
    RowSecurity row_security SecuredTable,
    BypassingViews bypassing_views BypassingView,
    FileFunctions file_functions FileFunction,
    DefaultPartitions default_partitions DefaultPartition,
    FileErrors file_errors FileError,
    RoleSettings role_settings RoleSetting,
    IndexWidths index_widths IndexWidth,
    RangeEnds range_ends RangeEnd,
    TableColumns table_columns TableColumns,
    Overrides overrides Override,
    Suppressions suppressions Suppression,
    OwnChecks own_checks OwnCheck,
}

impl Facts {
    /// When the facts were read.
    pub fn now(&self) -> Micros {
        self.now
    }

    pub fn server(&self) -> Result<&Server, Unread> {
        self.server.as_ref().map_err(Unread::clone)
    }

    /// Seconds from a point in time to now; never negative.
    pub fn seconds_since(&self, then: Micros) -> f64 {
        (self.now.saturating_sub(then).max(0)) as f64 / 1_000_000.0
    }

    /// The one row of counts.
    pub fn count(&self) -> Result<&Counts, Unread> {
        self.counts()?.first().ok_or_else(|| Unread::because(Reason::Host, "counts came back without a row"))
    }

    /// "Could not look" for want of one of the server's roles, with the GRANT to the role that asks.
    pub fn wants_role(&self, role: &str, detail: impl Into<String>) -> Unread {
        let asker = self.server.as_ref().map_or("<role>", |s| s.role_name.as_str());
        Unread::privilege(detail, format!("GRANT {role} TO {}", crate::ident::quote_ident(asker)))
    }

    /// A setting by name; "not among those read" reads as a version that lacks it.
    pub fn setting(&self, name: &str) -> Result<&Setting, Unread> {
        self.settings()?.iter().find(|s| s.setting_name == name).ok_or_else(|| {
            Unread::because(Reason::Version, format!("setting {name} is not among those this server shows"))
        })
    }
}

/// Reads and parses one family. A row that does not parse spoils the family: a part must not pass for the whole.
fn read<T: DeserializeOwned>(world: &mut impl World, family: Family) -> Result<Vec<T>, Unread> {
    let rows = world.read(family)?;
    rows.iter()
        .enumerate()
        .map(|(i, row)| serde_json::from_str(row).map_err(|e| not_understood(family, i + 1, &e)))
        .collect()
}

fn one(rows: Result<Vec<Server>, Unread>) -> Result<Server, Unread> {
    rows?.pop().ok_or_else(|| Unread::because(Reason::Host, "server could not be read: no row came back"))
}

fn look<T>(family: Family, rows: Option<&Result<Vec<T>, Unread>>) -> Result<&[T], Unread> {
    match rows {
        Some(Ok(rows)) => Ok(rows),
        Some(Err(unread)) => Err(unread.clone()),
        None => Err(Unread::because(Reason::Budget, format!("{} was not read in this call", family.stem()))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::fake::{self, FakeWorld};

    #[test]
    fn a_family_is_read_once_and_the_server_first() {
        let mut world = FakeWorld::new().with(Family::Tables, &[fake::table("shop.orders")]);
        let facts = Facts::load(&mut world, &[Family::Tables, Family::Tables]);
        assert_eq!(world.asked(), [Family::Server, Family::Tables]);
        assert_eq!(facts.tables().unwrap()[0].name(), "shop.orders");
        assert_eq!(facts.read(), [Read { family: Family::Server, rows: 1 }, Read { family: Family::Tables, rows: 1 }]);
        assert!(facts.unread().is_empty());
    }

    #[test]
    fn what_was_not_read_never_looks_empty() {
        let mut world = FakeWorld::new()
            .refusing(Family::Tables, "42501", "permission denied for table pg_class")
            .with_text(Family::Indexes, "{\"oid\": 1}");
        let facts = Facts::load(&mut world, &[Family::Tables, Family::Indexes]);
        let tables = facts.tables().unwrap_err();
        assert_eq!(tables.reason, Reason::Privilege);
        assert_eq!(tables.opens_with.as_deref(), Some("GRANT SELECT ON pg_catalog.pg_class TO dba"));
        let indexes = facts.indexes().unwrap_err();
        assert_eq!(indexes.reason, Reason::Version);
        assert!(indexes.detail.starts_with("row 1 of indexes was not understood: missing field"));
        assert_eq!(facts.locks().unwrap_err().detail, "locks was not read in this call");
        assert_eq!(facts.unread().len(), 2);
    }

    #[test]
    fn the_two_files_of_a_family_share_their_stem() {
        for family in Family::ALL {
            let sql = family.sql();
            assert!(sql.trim_end().ends_with(|c| c != ';'), "{}: no semicolon, it is wrapped", family.stem());
            assert!(!sql.contains("pg_total_relation_size") && !sql.contains("pg_relation_size"));
            assert!(!sql.contains("pg_get_indexdef") && !sql.contains("pg_get_expr"));
        }
    }
}
