//! The writer's side: entries signed and put into the tables, inside the transaction the writer began.

use super::anchor::my_database;
use super::retention::month_after;
use super::{key_file, KeptReport, Message};
use crate::pg::stream::EPOCH_MICROS;
use crate::pg::subxact::attempt;
use crate::pg::text::{storable, Text};
use crate::pg::{alerts, error, strong_random, world};
use copilot_core::chain::{canonical, hex, report_text, salted_hash, KeyRing, Link, BEFORE_FIRST};
use copilot_core::value::utc;
use copilot_core::{Fault, Kind};
use pgrx::datum::DatumWithOid;
use pgrx::pg_sys::{self, PgOid};
use pgrx::spi::{OwnedPreparedStatement, SpiClient};
use pgrx::{IntoDatum, Spi};
use serde_json::{json, Map, Value};
use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The newest entry: what the next one is chained to.
#[derive(Clone)]
pub(crate) struct Head {
    pub(crate) chain: String,
    pub(crate) seq: i64,
    pub(crate) link: Link,
}

/// One database's chain, as its writer holds it.
pub(crate) struct Store {
    pub(crate) head: Head,
    keys: KeyRing,
    months: BTreeSet<String>,
    /// A report gave something to send, and its transaction is not committed yet.
    has_mail: bool,
    /// Statements of the hot path, planned once per writer.
    plans: HashMap<&'static str, OwnedPreparedStatement>,
}

pub(super) fn internal(e: pgrx::spi::Error) -> Fault {
    Fault::new(Kind::Internal, "the audit tables could not be used").detail(e.to_string())
}

pub(crate) fn arg<T: IntoDatum>(value: T) -> DatumWithOid<'static> {
    let oid = T::type_oid();
    // SAFETY: the datum was made by the type whose oid is given.
    unsafe { DatumWithOid::new(value, oid) }
}

/// Runs one statement that gives at most one row of one column.
pub(super) fn one<T: pgrx::FromDatum + IntoDatum>(sql: &str, args: &[DatumWithOid]) -> Result<Option<T>, Fault> {
    Spi::connect_mut(|client| {
        let table = client.update(sql, Some(1), args).map_err(internal)?;
        match table.is_empty() {
            true => Ok(None),
            false => table.first().get_one::<T>().map_err(internal),
        }
    })
}

pub(crate) fn run(sql: &str, args: &[DatumWithOid]) -> Result<(), Fault> {
    Spi::connect_mut(|client| client.update(sql, None, args).map(|_| ()).map_err(internal))
}

impl Store {
    fn planned(
        &mut self,
        client: &SpiClient,
        sql: &'static str,
        args: &[DatumWithOid],
    ) -> Result<&OwnedPreparedStatement, pgrx::spi::Error> {
        match self.plans.entry(sql) {
            Entry::Occupied(known) => Ok(known.into_mut()),
            Entry::Vacant(place) => {
                let types: Vec<PgOid> = args.iter().map(|arg| PgOid::from(arg.oid())).collect();
                Ok(place.insert(client.prepare_mut(sql, &types)?.keep()))
            }
        }
    }

    /// Runs a statement of the hot path.
    fn put(&mut self, sql: &'static str, args: &[DatumWithOid]) -> Result<(), Fault> {
        Spi::connect_mut(|client| {
            let plan = self.planned(client, sql, args)?;
            client.update(plan, None, args).map(|_| ())
        })
        .map_err(internal)
    }

    /// A question of the hot path: the first column of the first row, if there is one.
    pub(super) fn ask<T: pgrx::FromDatum + IntoDatum>(
        &mut self,
        sql: &'static str,
        args: &[DatumWithOid],
    ) -> Result<Option<T>, Fault> {
        Spi::connect_mut(|client| {
            let plan = self.planned(client, sql, args)?;
            let table = client.update(plan, Some(1), args)?;
            match table.is_empty() {
                true => Ok(None),
                false => table.first().get_one::<T>(),
            }
        })
        .map_err(internal)
    }

    /// Finds or makes the tables and the chain. Runs as the extension's owner.
    pub(crate) fn open() -> Result<Store, Fault> {
        let owner_now = one::<bool>(
            "select nspowner = current_user::regrole from pg_catalog.pg_namespace where nspname = 'copilot_audit'",
            &[],
        )?;
        match owner_now {
            None => {
                run(include_str!("../../../sql/audit/schema.sql"), &[])?;
                close_to_others()?;
            }
            Some(true) => {}
            Some(false) => {
                return Err(Fault::new(Kind::AuditUnavailable, "schema copilot_audit belongs to another role")
                    .detail("The audit is kept only in a schema of the extension's owner.")
                    .hint("rename that schema, or give it to the owner of extension copilot_ext"))
            }
        }
        let head = Self::newest()?;
        let keys = key_file::read_or_make(head.is_some())?;
        let before = head.clone().unwrap_or(Head { chain: String::new(), seq: 0, link: BEFORE_FIRST });
        let mut store = Store { head: before, keys, months: BTreeSet::new(), has_mail: false, plans: HashMap::new() };
        store.begin_or_go_on(head.is_some())?;
        Ok(store)
    }

    /// Another process may have written since, with another key: goes on from the newest entry. A chain that was cut
    /// meanwhile is not mended: the gap is to be seen.
    pub(crate) fn catch_up(&mut self) -> Result<(), Fault> {
        let newest = self.ask::<i64>("select seq from copilot_audit.entry order by seq desc limit 1", &[])?;
        if newest.is_some_and(|seq| seq > self.head.seq) {
            self.head = Self::newest()?.unwrap_or_else(|| self.head.clone());
            self.read_keys_again()?;
        }
        Ok(())
    }

    /// The transaction failed: what it had made is not there.
    pub(crate) fn forget_since(&mut self, head: Head) {
        self.head = head;
        self.has_mail = false;
        self.forget_months();
    }

    fn newest() -> Result<Option<Head>, Fault> {
        let sql = "select seq, canonical, link from copilot_audit.entry order by seq desc limit 1";
        Spi::connect(|client| {
            let table = client.select(sql, Some(1), &[]).map_err(internal)?;
            if table.is_empty() {
                return Ok(None);
            }
            let (seq, text, link) = table.first().get_three::<i64, Text, Vec<u8>>().map_err(internal)?;
            let entry: Value = serde_json::from_str(&text.unwrap_or_default().0).unwrap_or_default();
            let chain = entry.get("chain").and_then(Value::as_str).unwrap_or_default().to_owned();
            let link = link.and_then(|l| l.try_into().ok()).unwrap_or(BEFORE_FIRST);
            Ok(Some(Head { chain, seq: seq.unwrap_or_default(), link }))
        })
    }

    /// A new chain begins with `genesis`; one that came here by dump and restore goes on with `moved`; one whose
    /// newest entry was signed by another key goes on with `rekey`.
    fn begin_or_go_on(&mut self, exists: bool) -> Result<(), Fault> {
        let home = Store::home();
        let told = "select canonical from copilot_audit.entry where kind in ('genesis', 'moved', 'retention')
                    order by seq desc limit 1";
        let last_home: Value = match one::<Text>(told, &[])? {
            Some(text) => serde_json::from_str(&text.0).unwrap_or_default(),
            None => Value::Null,
        };
        if !exists || home.iter().any(|(field, here)| last_home.get(field) != Some(here)) {
            self.head.chain = hex(&strong_random::bytes::<16>()?);
            let kind = if exists { "moved" } else { "genesis" };
            self.append(kind, home, &Default::default())?;
            return Ok(());
        }
        self.announce_key()
    }

    /// Where the chain lives.
    pub(super) fn home() -> Map<String, Value> {
        let home = json!({"system": system_identifier(), "database": my_database()});
        home.as_object().cloned().unwrap_or_default()
    }

    /// Takes up the key file again; another last key signs from here on.
    pub(crate) fn read_keys_again(&mut self) -> Result<(), Fault> {
        self.keys = key_file::read()?;
        self.announce_key()
    }

    /// Months made or dropped by others are to be looked for again.
    pub(super) fn forget_months(&mut self) {
        self.months.clear();
    }

    fn announce_key(&mut self) -> Result<(), Fault> {
        let newest = "select canonical from copilot_audit.entry order by seq desc limit 1";
        let newest: Value = one::<Text>(newest, &[])?.and_then(|t| serde_json::from_str(&t.0).ok()).unwrap_or_default();
        let old_key = newest.get("key").and_then(Value::as_str).unwrap_or_default();
        if self.keys.signing().is_some_and(|key| key.id != old_key) {
            let fields = json!({"old_key": old_key});
            self.append("rekey", fields.as_object().cloned().unwrap_or_default(), &Default::default())?;
        }
        Ok(())
    }

    /// Puts one entry down, with hashes of what is kept elsewhere in its `texts`. The result is its place and its time.
    /// The head moves on: keep a copy where the transaction may fail.
    pub(super) fn append(
        &mut self,
        kind: &str,
        mut entry: Map<String, Value>,
        texts: &BTreeMap<String, String>,
    ) -> Result<(i64, i64), Fault> {
        let key = self.keys.signing().cloned();
        let key = key.ok_or_else(|| Fault::new(Kind::BadKeyFile, "the audit key file holds no key"))?;
        let at = world::clock();
        let seq = self.head.seq + 1;
        // What is signed is what can be read back.
        let texts: BTreeMap<&String, String> = texts.iter().map(|(name, text)| (name, storable(text))).collect();
        let salts = texts.iter().map(|_| strong_random::bytes::<16>()).collect::<Result<Vec<_>, _>>()?;
        let hashes: Map<String, Value> = texts
            .iter()
            .zip(&salts)
            .map(|((name, text), salt)| (name.to_string(), salted_hash(salt, text).into()))
            .collect();
        for (name, value) in [
            ("v", json!(1)),
            ("chain", json!(self.head.chain)),
            ("seq", json!(seq)),
            ("at", json!(at)),
            ("kind", json!(kind)),
            ("key", json!(key.id)),
        ] {
            entry.insert(name.into(), value);
        }
        if !hashes.is_empty() {
            let all = entry.entry("texts").or_insert_with(|| json!({}));
            all.as_object_mut().into_iter().for_each(|all| all.extend(hashes.clone()));
        }
        let call = entry.get("call").and_then(Value::as_i64);
        let signed = canonical(&entry);
        let link = key.sign(&self.head.link, &signed);
        self.make_month(&utc(at))?;
        self.put(
            "insert into copilot_audit.entry (seq, at, kind, call, canonical, link)
             values ($1, 'epoch'::timestamptz + $2 * interval '1 microsecond', $3, $4, $5, $6)",
            &[arg(seq), arg(at), arg(Text(kind.into())), arg(call), arg(Text(signed)), arg(link.to_vec())],
        )?;
        for ((name, text), salt) in texts.iter().zip(&salts) {
            self.put(
                "insert into copilot_audit.text (seq, at, name, salt, body)
                 values ($1, 'epoch'::timestamptz + $2 * interval '1 microsecond', $3, $4, $5)",
                &[arg(seq), arg(at), arg(Text(name.to_string())), arg(salt.to_vec()), arg(Text(text.clone()))],
            )?;
        }
        self.head = Head { chain: self.head.chain.clone(), seq, link };
        Ok((seq, at))
    }

    /// Puts a caller's message down.
    pub(crate) fn write(&mut self, message: &Message) -> Result<i64, Fault> {
        match message.kind.as_str() {
            "erase" => return self.erase(message),
            "retention" => return self.retain(message),
            _ => {}
        }
        if let (false, Some(call)) = (message.is_opening(), message.entry.get("call").and_then(Value::as_i64)) {
            if self.is_closed(call)? {
                return Err(Fault::new(Kind::AuditUnavailable, format!("call {call} has its closing entry already")));
            }
        }
        let mut entry = message.entry.clone();
        if let Some(backend) = message.backend {
            entry.insert("backend_start".into(), (backend.start + EPOCH_MICROS).into());
        }
        let call = entry.get("call").and_then(Value::as_i64);
        let report = message.report.as_ref().zip(call).map(|(report, call)| Kept::of(report, call)).transpose()?;
        if let Some(report) = &report {
            entry.insert("texts".into(), json!({"report": report.hash}));
        }
        let (seq, at) = self.append(&message.kind, entry, &message.texts)?;
        if let Some(backend) = message.backend {
            self.put(
                "insert into copilot_audit.open_call (seq, pid, backend_start)
                 values ($1, $2, '2000-01-01 00:00+00'::timestamptz + $3 * interval '1 microsecond')",
                &[arg(seq), arg(backend.pid), arg(backend.start)],
            )?;
        }
        if let Some(call) = call.filter(|_| message.kind == "close") {
            self.put("delete from copilot_audit.open_call where seq = $1", &[arg(call)])?;
            if let Some(report) = report {
                self.put(
                    "insert into copilot._reports (id, at, author, verdict, report, entry, salt)
                     values ($1, 'epoch'::timestamptz + $2 * interval '1 microsecond', $3, $4, $5::jsonb, $6, $7)",
                    &[
                        arg(call),
                        arg(at),
                        arg(Text(report.author)),
                        arg(Text(report.verdict)),
                        arg(Text(report.json)),
                        arg(seq),
                        arg(report.salt.to_vec()),
                    ],
                )?;
                self.drop_old_reports();
                if let Some(kept) = &message.report {
                    self.tell(call, at, &kept.report);
                }
            }
        }
        Ok(seq)
    }

    /// Alerts on a report just kept. What goes wrong costs them alone: the next report gives them again.
    fn tell(&mut self, report: i64, at: i64, json: &Value) {
        match attempt(|| alerts::tell(report, at, json)) {
            Ok(Ok(has_mail)) => self.has_mail |= has_mail,
            Ok(Err(fault)) => error::log(format!("copilot alerts: nothing is told of report {report}: {fault}")),
            Err(caught) => {
                error::log(format!("copilot alerts: nothing is told of report {report}: {}", caught.message()));
            }
        }
    }

    /// Whether something is to be sent since this was last asked. To be asked after the commit.
    pub(crate) fn take_mail(&mut self) -> bool {
        std::mem::take(&mut self.has_mail)
    }

    /// Makes the month's partitions when they are missing; `time` reads `2026-11-…`.
    fn make_month(&mut self, time: &str) -> Result<(), Fault> {
        let from = time.get(..7).unwrap_or_default().to_owned();
        if self.months.contains(&from) {
            return Ok(());
        }
        let month = from.replace('-', "_");
        let there = format!("select pg_catalog.to_regclass('copilot_audit.text_{month}') is not null");
        if one::<bool>(&there, &[])? != Some(true) {
            let sql = include_str!("../../../sql/audit/month.sql");
            run(&sql.replace("{month}", &month).replace("{from}", &from).replace("{to}", &month_after(&from)), &[])?;
            close_to_others()?;
        }
        self.months.insert(from);
        Ok(())
    }
}

/// A report as it will read back, and what its closing entry says of it.
struct Kept {
    author: String,
    verdict: String,
    json: String,
    salt: [u8; 16],
    hash: String,
}

impl Kept {
    fn of(report: &KeptReport, call: i64) -> Result<Kept, Fault> {
        let (author, verdict) = (storable(&report.author), storable(&report.verdict));
        let json =
            one::<Text>("select $1::jsonb::text", &[arg(Text(report.report.to_string()))])?.unwrap_or_default().0;
        let salt = strong_random::bytes::<16>()?;
        let hash = salted_hash(&salt, &report_text(call, &author, &verdict, &json));
        Ok(Kept { author, verdict, json, salt, hash })
    }
}

/// Takes back what the owner's default privileges gave to others on the tables just made.
fn close_to_others() -> Result<(), Fault> {
    let statements: Vec<Option<Text>> = Spi::connect(|client| {
        let table = client.select(include_str!("../../../sql/audit/close.sql"), None, &[]).map_err(internal)?;
        table.map(|row| row.get::<Text>(1)).collect::<Result<_, _>>().map_err(internal)
    })?;
    statements.into_iter().flatten().try_for_each(|statement| run(&statement.0, &[]))
}

/// As text: the number is beyond what JSON readers hold exactly.
pub(super) fn system_identifier() -> String {
    // SAFETY: reads the control file's copy in shared memory.
    unsafe { pg_sys::GetSystemIdentifier() }.to_string()
}
