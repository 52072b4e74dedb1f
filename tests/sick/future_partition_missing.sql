-- names: shop.shifts
-- The last partition ended an hour ago; those of the other ended years ago, and have a default.
create table shop.shifts (id bigint, at timestamptz, primary key (id, at)) partition by range (at);
select format('create table shop.shifts_last partition of shop.shifts for values from (%L) to (%L)',
              now() - interval '30 days', now() - interval '1 hour') \gexec
insert into shop.shifts values (1, now() - interval '1 day');
analyze shop.shifts;
