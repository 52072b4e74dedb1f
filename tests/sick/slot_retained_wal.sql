-- names: south
-- A gibibyte of WAL since inactive_slot.sql made its slot, most of it empty.
do $$
begin
    for segment in 1..66 loop
        perform pg_logical_emit_message(false, 'filler', 'x'), pg_switch_wal();
    end loop;
end $$;
