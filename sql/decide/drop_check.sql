-- $1: id.
delete from copilot._own_checks where id = $1
