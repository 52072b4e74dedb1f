-- $1: fingerprint.
delete from copilot._suppressions where fingerprint = $1
