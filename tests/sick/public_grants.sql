-- names: public.news, public.notes
-- One to write, one to read.
create table public.notes (id bigint primary key, note text);
grant select, insert, delete on public.notes to public;
create table public.news (id bigint primary key, news text);
grant select on public.news to public;
