-- Takes back what was allowed ($1: schema.name(types)).
delete from copilot._gate_allowed where signature = $1
