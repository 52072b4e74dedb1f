-- Publications that send updates or deletes, with those of their tables in which nothing identifies a row: no primary
-- key under the default replica identity, or none at all. Published partitions are not followed to their parent.
with published as (
    select r.prpubid as publication, r.prrelid as relation from pg_catalog.pg_publication_rel r
    union
    select s.pnpubid, c.oid
      from pg_catalog.pg_publication_namespace s
           join pg_catalog.pg_class c on c.relnamespace = s.pnnspid
    union
    select p.oid, c.oid
      from pg_catalog.pg_publication p
           join pg_catalog.pg_class c on c.oid >= 16384
           join pg_catalog.pg_namespace n on n.oid = c.relnamespace
     where p.puballtables and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')
), without_identity as (
    select x.publication, n.nspname, c.relname
      from published x
           join pg_catalog.pg_class c on c.oid = x.relation
           join pg_catalog.pg_namespace n on n.oid = c.relnamespace
     where c.relkind = 'r'
       and c.relpersistence = 'p'
       and (c.relreplident = 'n'
            or (c.relreplident = 'd'
                and c.oid not in (select i.indrelid from pg_catalog.pg_index i where i.indisprimary))
            or (c.relreplident = 'i'
                and c.oid not in (select i.indrelid from pg_catalog.pg_index i where i.indisreplident)))
)
select p.pubname as publication_name,
       array(select w.nspname from without_identity w where w.publication = p.oid order by w.nspname, w.relname)
           as schema_names,
       array(select w.relname from without_identity w where w.publication = p.oid order by w.nspname, w.relname)
           as table_names
  from pg_catalog.pg_publication p
 where p.pubupdate or p.pubdelete
