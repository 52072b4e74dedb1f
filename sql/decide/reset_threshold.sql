-- $1: check, $2: threshold.
delete from copilot._overrides where check_id = $1 and threshold = $2
