-- What lies in pg_wal, and how many of its files wait to be archived: one row.
select w.files,
       w.bytes::pg_catalog.int8 as bytes,
       a.waiting
  from (select pg_catalog.count(*) as files, coalesce(pg_catalog.sum(f.size), 0) as bytes
          from pg_catalog.pg_ls_waldir() f) w
       cross join (select pg_catalog.count(*) as waiting
                     from pg_catalog.pg_ls_archive_statusdir() s
                    where s.name like '%.ready') a
