-- Foreign keys of users' tables, and constraints that were never validated. A foreign key is indexed when a whole
-- index has all its columns in front, in any order; where it is not, its columns and the names of the indexes of its
-- table are there.
select o.conname as constraint_name,
       o.contype as kind,
       o.convalidated as is_validated,
       o.conparentid <> 0 as is_inherited,
       n.nspname as schema_name,
       c.relname as table_name,
       o.conrelid::pg_catalog.int8 as table_oid,
       nullif(o.conindid, 0)::pg_catalog.int8 as index_oid,
       o.conkey as column_numbers,
       rn.nspname as referenced_schema_name,
       r.relname as referenced_table_name,
       nullif(o.confrelid, 0)::pg_catalog.int8 as referenced_table_oid,
       o.is_indexed,
       case when not o.is_indexed then
           (select pg_catalog.array_agg(a.attname order by k.place)
              from pg_catalog.unnest(o.conkey) with ordinality k(number, place)
                   join pg_catalog.pg_attribute a on a.attrelid = o.conrelid and a.attnum = k.number) end as column_names,
       case when not o.is_indexed then
           (select pg_catalog.array_agg(x.relname order by x.relname)
              from pg_catalog.pg_index i join pg_catalog.pg_class x on x.oid = i.indexrelid
             where i.indrelid = o.conrelid) end as index_names
  from (select p.*, p.contype <> 'f' or (
               -- a subquery with a limit is looked up key by key, instead of once for all indexes there are
               select true
                 from pg_catalog.pg_index i join pg_catalog.pg_class x on x.oid = i.indexrelid
                where i.indrelid = p.conrelid
                  and (i.indkey::pg_catalog.int2[])[0:pg_catalog.cardinality(p.conkey) - 1]
                      operator(pg_catalog.@>) p.conkey
                  and i.indnkeyatts >= pg_catalog.cardinality(p.conkey)
                  and i.indisvalid and i.indisready and i.indislive and i.indpred is null
                  and (x.relam = (select m.oid from pg_catalog.pg_am m where m.amname = 'btree')
                       or (pg_catalog.cardinality(p.conkey) = 1
                           and x.relam = (select m.oid from pg_catalog.pg_am m where m.amname = 'hash')))
                limit 1) is not null as is_indexed
          from pg_catalog.pg_constraint p
         where p.contype = 'f' or not p.convalidated
        offset 0) o
       join pg_catalog.pg_class c on c.oid = o.conrelid
       join pg_catalog.pg_namespace n on n.oid = c.relnamespace
       left join pg_catalog.pg_class r on r.oid = o.confrelid
       left join pg_catalog.pg_namespace rn on rn.oid = r.relnamespace
 where c.relpersistence <> 't'
   and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')
