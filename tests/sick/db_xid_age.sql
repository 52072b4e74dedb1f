-- names: healthy, postgres, sick, template0, template1
-- Burns transaction ids; the recording server's autovacuum_freeze_max_age is the smallest there is, and the open
-- transaction of idle_in_transaction.sql keeps old rows from being frozen.
create procedure shop.burn(how_many int) language plpgsql as $$
begin
    for i in 1..how_many loop
        perform txid_current();
        commit;
    end loop;
end $$;
call shop.burn(130000);
drop procedure shop.burn(int);
