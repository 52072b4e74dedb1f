//! The audit chain: canonical bytes, salted hashes, HMAC.
