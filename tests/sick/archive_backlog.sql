-- names: archiver
-- Archiving fails since archive_failing.sql, and WAL goes on.
do $$
begin
    for segment in 1..25 loop
        perform pg_logical_emit_message(false, 'filler', 'x'), pg_switch_wal();
    end loop;
end $$;
