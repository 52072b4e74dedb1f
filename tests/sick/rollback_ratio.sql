-- names: sick
-- An application that takes back what it only read.
create procedure shop.take_back(how_many int) language plpgsql as $$
begin
    for i in 1..how_many loop
        perform 1;
        rollback;
    end loop;
end $$;
call shop.take_back(40000);
drop procedure shop.take_back(int);
select pg_stat_force_next_flush();
