-- names: healthy, postgres, sick, template0, template1
-- The recording server's autovacuum_multixact_freeze_max_age is the smallest there is. A transaction that shares a row with
-- its own rolled back parts makes a multixact each time.
create table shop.shared_row (id int primary key);
insert into shop.shared_row values (1);
do $$
begin
    perform 1 from shop.shared_row where id = 1 for key share;
    for i in 1..13000 loop
        begin
            perform 1 from shop.shared_row where id = 1 for update;
            raise exception 'back';
        exception when raise_exception then null;
        end;
    end loop;
end $$;
drop table shop.shared_row;
