//! Acting as the extension's owner, for our own tables only: never for facts, never for a person's SQL.

use crate::pg::lookup;
use copilot_core::{Fault, Kind};
use pgrx::pg_sys;

/// The role that created the extension in this database.
pub(crate) fn of_extension() -> Result<pg_sys::Oid, Fault> {
    let missing = || {
        Fault::new(Kind::MissingExtension, "extension copilot_ext is not committed in this database yet")
            .detail("The audit writer works in a session of its own, which does not see it.")
            .hint("commit the transaction that runs CREATE EXTENSION copilot_ext, then call again")
    };
    let sql = "select extowner from pg_catalog.pg_extension where extname = 'copilot_ext'";
    lookup::value::<pg_sys::Oid>(sql, &[]).ok().flatten().ok_or_else(missing)
}

/// Takes the owner's identity until dropped. An ERROR unwinding through it is covered too: the surrounding
/// (sub-)transaction's abort restores the identity as well.
pub(crate) struct ActingAsOwner {
    user: pg_sys::Oid,
    context: i32,
}

impl ActingAsOwner {
    pub(crate) fn begin(owner: pg_sys::Oid) -> Self {
        let mut user = pg_sys::InvalidOid;
        let mut context = 0;
        // SAFETY: the pattern of every SECURITY DEFINER-like switch in the server (fmgr_security_definer).
        unsafe {
            pg_sys::GetUserIdAndSecContext(&mut user, &mut context);
            let changed = context | pg_sys::SECURITY_LOCAL_USERID_CHANGE as i32;
            pg_sys::SetUserIdAndSecContext(owner, changed);
        }
        ActingAsOwner { user, context }
    }
}

impl Drop for ActingAsOwner {
    fn drop(&mut self) {
        // SAFETY: puts back what `begin` read.
        unsafe { pg_sys::SetUserIdAndSecContext(self.user, self.context) }
    }
}
