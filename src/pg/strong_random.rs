//! Randomness from the server's own strong source.

use copilot_core::{Fault, Kind};
use pgrx::pg_sys;

/// `N` bytes fit for keys and salts.
pub(crate) fn bytes<const N: usize>() -> Result<[u8; N], Fault> {
    let mut out = [0u8; N];
    // SAFETY: the pointer and length are those of `out`.
    match unsafe { pg_sys::pg_strong_random(out.as_mut_ptr().cast(), N) } {
        true => Ok(out),
        false => Err(Fault::new(Kind::Internal, "the server has no strong random numbers")),
    }
}
