-- What psql, pg_dump, information_schema users and monitoring send.
----
-- name: psql_dt
SELECT n.nspname as "Schema", c.relname as "Name", CASE c.relkind WHEN 'r' THEN 'table' WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' WHEN 'i' THEN 'index' WHEN 'S' THEN 'sequence' WHEN 't' THEN 'TOAST table' WHEN 'f' THEN 'foreign table' WHEN 'p' THEN 'partitioned table' WHEN 'I' THEN 'partitioned index' END as "Type", pg_catalog.pg_get_userbyid(c.relowner) as "Owner" FROM pg_catalog.pg_class c LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_catalog.pg_am am ON am.oid = c.relam WHERE c.relkind IN ('r','p','') AND n.nspname !~ '^pg_toast' AND n.nspname OPERATOR(pg_catalog.~) '^(shop)$' COLLATE pg_catalog.default ORDER BY 1,2;
----
-- name: psql_d_lookup
SELECT c.oid, n.nspname, c.relname FROM pg_catalog.pg_class c LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.relname OPERATOR(pg_catalog.~) '^(orders)$' COLLATE pg_catalog.default AND n.nspname OPERATOR(pg_catalog.~) '^(shop)$' COLLATE pg_catalog.default ORDER BY 2, 3;
----
-- name: psql_d_flags
SELECT c.relchecks, c.relkind, c.relhasindex, c.relhasrules, c.relhastriggers, c.relrowsecurity, c.relforcerowsecurity, false AS relhasoids, c.relispartition, '', c.reltablespace, CASE WHEN c.reloftype = 0 THEN '' ELSE c.reloftype::pg_catalog.regtype::pg_catalog.text END, c.relpersistence, c.relreplident, am.amname FROM pg_catalog.pg_class c LEFT JOIN pg_catalog.pg_class tc ON (c.reltoastrelid = tc.oid) LEFT JOIN pg_catalog.pg_am am ON (c.relam = am.oid) WHERE c.oid = 'shop.orders'::regclass
----
-- name: psql_d_columns
SELECT a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod), (SELECT pg_catalog.pg_get_expr(d.adbin, d.adrelid, true) FROM pg_catalog.pg_attrdef d WHERE d.adrelid = a.attrelid AND d.adnum = a.attnum AND a.atthasdef), a.attnotnull, (SELECT c.collname FROM pg_catalog.pg_collation c, pg_catalog.pg_type t WHERE c.oid = a.attcollation AND t.oid = a.atttypid AND a.attcollation <> t.typcollation) AS attcollation, a.attidentity, a.attgenerated FROM pg_catalog.pg_attribute a WHERE a.attrelid = 'shop.orders'::regclass AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum
----
-- name: psql_d_indexes
SELECT c2.relname, i.indisprimary, i.indisunique, i.indisclustered, i.indisvalid, pg_catalog.pg_get_indexdef(i.indexrelid, 0, true), pg_catalog.pg_get_constraintdef(con.oid, true), contype, condeferrable, condeferred, i.indisreplident, c2.reltablespace FROM pg_catalog.pg_class c, pg_catalog.pg_class c2, pg_catalog.pg_index i LEFT JOIN pg_catalog.pg_constraint con ON (conrelid = i.indrelid AND conindid = i.indexrelid AND contype IN ('p','u','x')) WHERE c.oid = 'shop.orders'::regclass AND c.oid = i.indrelid AND i.indexrelid = c2.oid ORDER BY i.indisprimary DESC, c2.relname
----
-- name: psql_d_foreign_keys
SELECT true as sametable, conname, pg_catalog.pg_get_constraintdef(r.oid, true) as condef, conrelid::pg_catalog.regclass AS ontable FROM pg_catalog.pg_constraint r WHERE r.conrelid = 'shop.orders'::regclass AND r.contype = 'f' AND conparentid = 0 ORDER BY conname
----
-- name: psql_d_referenced_by
SELECT conname, conrelid::pg_catalog.regclass AS ontable, pg_catalog.pg_get_constraintdef(oid, true) AS condef FROM pg_catalog.pg_constraint c WHERE confrelid IN (SELECT pg_catalog.pg_partition_ancestors('shop.orders'::regclass) UNION ALL VALUES ('shop.orders'::pg_catalog.regclass)) AND contype = 'f' AND conparentid = 0 ORDER BY conname
----
-- name: psql_d_policies
SELECT pol.polname, pol.polpermissive, CASE WHEN pol.polroles = '{0}' THEN NULL ELSE pg_catalog.array_to_string(array(select rolname from pg_catalog.pg_roles where oid = any (pol.polroles) order by 1),',') END, pg_catalog.pg_get_expr(pol.polqual, pol.polrelid), pg_catalog.pg_get_expr(pol.polwithcheck, pol.polrelid), CASE pol.polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE' WHEN 'd' THEN 'DELETE' END AS cmd FROM pg_catalog.pg_policy pol WHERE pol.polrelid = 'shop.notes'::regclass ORDER BY 1
----
-- name: psql_d_statistics
SELECT oid, stxrelid::pg_catalog.regclass, stxnamespace::pg_catalog.regnamespace::pg_catalog.text AS nsp, stxname, pg_catalog.pg_get_statisticsobjdef_columns(oid) AS columns, 'd' = any(stxkind) AS ndist_enabled FROM pg_catalog.pg_statistic_ext WHERE stxrelid = 'mallory.with_statistics'::regclass ORDER BY nsp, stxname
----
-- name: psql_d_triggers
SELECT t.tgname, pg_catalog.pg_get_triggerdef(t.oid, true), t.tgenabled, t.tgisinternal FROM pg_catalog.pg_trigger t WHERE t.tgrelid = 'mallory.t'::regclass AND (NOT t.tgisinternal) ORDER BY 1
----
-- name: psql_d_inherits
SELECT c.oid::pg_catalog.regclass FROM pg_catalog.pg_class c, pg_catalog.pg_inherits i WHERE c.oid = i.inhparent AND i.inhrelid = 'shop.events_2024_01'::regclass AND c.relkind <> 'p' AND c.relkind <> 'I' ORDER BY inhseqno
----
-- name: psql_d_partitions
SELECT c.oid::pg_catalog.regclass, c.relkind, inhdetachpending, pg_catalog.pg_get_expr(c.relpartbound, c.oid) FROM pg_catalog.pg_class c, pg_catalog.pg_inherits i WHERE c.oid = i.inhrelid AND i.inhparent = 'shop.events'::regclass ORDER BY pg_catalog.pg_get_expr(c.relpartbound, c.oid) = 'DEFAULT', c.oid::pg_catalog.regclass::pg_catalog.text
----
-- name: psql_d_partition_key
SELECT pg_catalog.pg_get_partkeydef('shop.events'::regclass)
----
-- name: psql_d_view
SELECT pg_catalog.pg_get_viewdef('shop.order_totals'::regclass, true)
----
-- name: psql_dn
SELECT n.nspname AS "Name", pg_catalog.pg_get_userbyid(n.nspowner) AS "Owner" FROM pg_catalog.pg_namespace n WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' ORDER BY 1
----
-- name: psql_dn_plus
SELECT n.nspname AS "Name", pg_catalog.array_to_string(n.nspacl, E'\n') AS "Access privileges", pg_catalog.obj_description(n.oid, 'pg_namespace') AS "Description" FROM pg_catalog.pg_namespace n WHERE n.nspname = 'shop' ORDER BY 1
----
-- name: psql_df
SELECT n.nspname as "Schema", p.proname as "Name", pg_catalog.pg_get_function_result(p.oid) as "Result data type", pg_catalog.pg_get_function_arguments(p.oid) as "Argument data types", CASE p.prokind WHEN 'a' THEN 'agg' WHEN 'w' THEN 'window' WHEN 'p' THEN 'proc' ELSE 'func' END as "Type" FROM pg_catalog.pg_proc p LEFT JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname = 'mallory' ORDER BY 1, 2, 4;
----
-- name: psql_du
SELECT r.rolname, r.rolsuper, r.rolinherit, r.rolcreaterole, r.rolcreatedb, r.rolcanlogin, r.rolconnlimit, r.rolvaliduntil, r.rolreplication, r.rolbypassrls FROM pg_catalog.pg_roles r WHERE r.rolname !~ '^pg_' ORDER BY 1;
----
-- name: psql_l
SELECT d.datname as "Name", pg_catalog.pg_get_userbyid(d.datdba) as "Owner", pg_catalog.pg_encoding_to_char(d.encoding) as "Encoding", d.datcollate as "Collate", d.datctype as "Ctype", pg_catalog.array_to_string(d.datacl, E'\n') AS "Access privileges" FROM pg_catalog.pg_database d ORDER BY 1;
----
-- name: psql_dp
SELECT n.nspname as "Schema", c.relname as "Name", pg_catalog.array_to_string(c.relacl, E'\n') AS "Access privileges", pg_catalog.array_to_string(ARRAY(SELECT attname || E':\n  ' || pg_catalog.array_to_string(attacl, E'\n  ') FROM pg_catalog.pg_attribute a WHERE attrelid = c.oid AND NOT attisdropped AND attacl IS NOT NULL), E'\n') AS "Column privileges" FROM pg_catalog.pg_class c LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r','v','m','S','f','p') AND n.nspname = 'vault' ORDER BY 1, 2;
----
-- name: psql_dT
SELECT n.nspname as "Schema", pg_catalog.format_type(t.oid, NULL) AS "Name", pg_catalog.obj_description(t.oid, 'pg_type') as "Description" FROM pg_catalog.pg_type t LEFT JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace WHERE (t.typrelid = 0 OR (SELECT c.relkind = 'c' FROM pg_catalog.pg_class c WHERE c.oid = t.typrelid)) AND NOT EXISTS(SELECT 1 FROM pg_catalog.pg_type el WHERE el.oid = t.typelem AND el.typarray = t.oid) AND n.nspname = 'mallory' ORDER BY 1, 2;
----
-- name: psql_di_plus
SELECT n.nspname as "Schema", c.relname as "Name", c2.relname as "Table", am.amname, pg_catalog.pg_size_pretty(pg_catalog.pg_table_size(c.oid)) as "Size" FROM pg_catalog.pg_class c LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_catalog.pg_am am ON am.oid = c.relam LEFT JOIN pg_catalog.pg_index i ON i.indexrelid = c.oid LEFT JOIN pg_catalog.pg_class c2 ON i.indrelid = c2.oid WHERE c.relkind IN ('i','I') AND n.nspname = 'shop' ORDER BY 1,2;
----
-- name: psql_ds
SELECT n.nspname, c.relname, s.seqstart, s.seqmin, s.seqmax, s.seqincrement, s.seqcycle FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace JOIN pg_catalog.pg_sequence s ON s.seqrelid = c.oid WHERE n.nspname = 'shop' ORDER BY 1, 2;
----
-- name: psql_dx
SELECT e.extname AS "Name", e.extversion AS "Version", n.nspname AS "Schema", c.description AS "Description" FROM pg_catalog.pg_extension e LEFT JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace LEFT JOIN pg_catalog.pg_description c ON c.objoid = e.oid AND c.classoid = 'pg_catalog.pg_extension'::pg_catalog.regclass ORDER BY 1;
----
-- name: psql_do
SELECT o.oprname AS "Name", CASE WHEN o.oprkind='l' THEN NULL ELSE pg_catalog.format_type(o.oprleft, NULL) END AS "Left arg type", pg_catalog.format_type(o.oprresult, NULL) AS "Result type", coalesce(pg_catalog.obj_description(o.oid, 'pg_operator'), pg_catalog.obj_description(o.oprcode, 'pg_proc')) AS "Description" FROM pg_catalog.pg_operator o LEFT JOIN pg_catalog.pg_namespace n ON n.oid = o.oprnamespace WHERE n.nspname = 'mallory' ORDER BY 1, 2, 3;
----
-- name: psql_dC
SELECT pg_catalog.format_type(castsource, NULL) AS "Source type", pg_catalog.format_type(casttarget, NULL) AS "Target type", CASE WHEN c.castmethod = 'i' THEN '(with inout)' WHEN c.castfunc = 0 THEN '(binary coercible)' ELSE p.proname END AS "Function" FROM pg_catalog.pg_cast c LEFT JOIN pg_catalog.pg_proc p ON c.castfunc = p.oid WHERE c.castsource = 'int4'::regtype ORDER BY 1, 2
----
-- name: psql_sf
SELECT pg_catalog.pg_get_functiondef('vault.peek(int)'::regprocedure)
----
-- name: psql_dconfig
SELECT s.name AS "Parameter", pg_catalog.current_setting(s.name) AS "Value" FROM pg_catalog.pg_settings s WHERE s.name in ('work_mem', 'datestyle', 'geqo') ORDER BY 1
----
-- name: dump_tables
SELECT c.tableoid, c.oid, c.relname, c.relnamespace, c.relkind, c.relowner, c.relhasindex, c.relhasrules, c.relpages, c.relpersistence, c.relacl, acldefault(CASE WHEN c.relkind = 'S' THEN 's'::"char" ELSE 'r'::"char" END, c.relowner) AS acldefault FROM pg_class c WHERE c.relkind IN ('r', 'S', 'v', 'c', 'm', 'f', 'p') AND c.relnamespace = 'shop'::regnamespace ORDER BY c.relname
----
-- name: dump_types
SELECT tableoid, oid, typname, typnamespace, typacl, acldefault('T', typowner) AS acldefault, typowner, typelem, typrelid, CASE WHEN typrelid = 0 THEN ' '::"char" ELSE (SELECT relkind FROM pg_class WHERE oid = typrelid) END AS typrelkind, typtype, typisdefined, typname[0] = '_' AND typelem != 0 AND (SELECT typarray FROM pg_type te WHERE oid = pg_type.typelem) = oid AS isarray FROM pg_type WHERE typnamespace = 'shop'::regnamespace ORDER BY typname
----
-- name: dump_functions
SELECT p.tableoid, p.oid, p.proname, p.prolang, p.pronargs, p.proargtypes, p.prorettype, p.proacl, acldefault('f', p.proowner) AS acldefault, p.pronamespace, p.proowner FROM pg_proc p LEFT JOIN pg_init_privs pip ON (p.oid = pip.objoid AND pip.classoid = 'pg_proc'::regclass AND pip.objsubid = 0) WHERE p.prokind <> 'a' AND p.pronamespace = 'mallory'::regnamespace ORDER BY p.proname, p.oid
----
-- name: dump_dependencies
SELECT classid, objid, refclassid, refobjid, deptype FROM pg_depend WHERE deptype != 'p' AND deptype != 'e' AND refobjid = 'shop.orders'::regclass ORDER BY 1, 2, 3, 4, 5
----
-- name: dump_index
SELECT t.tableoid, t.oid, i.indrelid, t.relname AS indexname, pg_catalog.pg_get_indexdef(i.indexrelid) AS indexdef, i.indkey, i.indisclustered, c.contype, c.conname, (SELECT pg_catalog.array_agg(attnum ORDER BY attnum) FROM pg_catalog.pg_attribute WHERE attrelid = i.indexrelid AND attstattarget >= 0) AS indstatcols FROM unnest(array['shop.orders'::regclass::oid]) AS src(tbloid) JOIN pg_catalog.pg_index i ON (src.tbloid = i.indrelid) JOIN pg_catalog.pg_class t ON (t.oid = i.indexrelid) LEFT JOIN pg_catalog.pg_constraint c ON (i.indrelid = c.conrelid AND i.indexrelid = c.conindid AND c.contype IN ('p','u','x')) ORDER BY i.indrelid, indexname
----
-- name: dump_roles_without_passwords
SELECT oid, rolname, rolsuper, rolinherit, rolcanlogin, rolconnlimit, pg_catalog.shobj_description(oid, 'pg_authid') as rolcomment, rolname = current_user AS is_current_user FROM pg_roles WHERE rolname !~ '^pg_' ORDER BY 2
----
-- name: schema_tables
select table_schema, table_name, table_type from information_schema.tables where table_schema = 'shop' order by 2
----
-- name: schema_columns
select table_name, column_name, ordinal_position, data_type, is_nullable, column_default, character_maximum_length, numeric_precision, udt_name from information_schema.columns where table_schema = 'shop' and table_name in ('orders', 'kinds') order by 1, 3
----
-- name: schema_keys
select tc.constraint_name, tc.table_name, kcu.column_name, ccu.table_name as foreign_table, ccu.column_name as foreign_column from information_schema.table_constraints tc join information_schema.key_column_usage kcu using (constraint_schema, constraint_name) join information_schema.constraint_column_usage ccu using (constraint_schema, constraint_name) where tc.constraint_type = 'FOREIGN KEY' and tc.table_schema = 'shop' order by 1, 3
----
-- name: schema_views
select table_name, is_updatable from information_schema.views where table_schema = 'shop' order by 1
----
-- name: schema_routines
select routine_name, data_type, security_type from information_schema.routines where routine_schema = 'mallory' and routine_name like 'im%' order by 1, specific_name
----
-- name: schema_privileges
select grantee, table_name, privilege_type from information_schema.role_table_grants where table_schema = 'shop' order by 1, 2, 3
----
-- name: schema_sequences
select sequence_name, data_type, start_value, increment from information_schema.sequences where sequence_schema = 'shop' order by 1
----
-- name: schema_domains
select domain_name, data_type from information_schema.domains where domain_schema = 'information_schema' order by 1
----
-- name: schema_triggers
select trigger_name, event_manipulation, action_timing from information_schema.triggers where event_object_table = 't' order by 1, 2
----
-- name: schema_check_constraints
select constraint_name, check_clause from information_schema.check_constraints where constraint_schema = 'shop' and constraint_name like '%quantity%' order by 1
----
-- name: hero_index_usage
-- volatile
SELECT schemaname AS schema, relname AS table, CASE idx_scan WHEN 0 THEN 'Insufficient data' ELSE (100 * idx_scan / (seq_scan + idx_scan))::text END percent_of_times_index_used, n_live_tup AS estimated_rows FROM pg_stat_user_tables ORDER BY n_live_tup DESC, relname ASC
----
-- name: hero_relation_sizes
SELECT n.nspname AS schema, c.relname AS relation, CASE c.relkind WHEN 'r' THEN 'table' WHEN 'm' then 'matview' ELSE 'index' END AS type, pg_table_size(c.oid) AS size_bytes FROM pg_class c LEFT JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'shop' AND c.relkind IN ('r', 'm', 'i') ORDER BY pg_table_size(c.oid) DESC, 2 ASC
----
-- name: hero_sequence_danger
select n.nspname, c.relname, a.attname, format_type(a.atttypid, a.atttypmod) as column_type, pg_get_expr(d.adbin, d.adrelid) as default_value from pg_class c join pg_attribute a on a.attrelid = c.oid join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum join pg_namespace n on n.oid = c.relnamespace where not a.attisdropped and a.attnum > 0 and pg_get_expr(d.adbin, d.adrelid) like 'nextval%' order by 1, 2, 3
----
-- name: hero_invalid_indexes
SELECT n.nspname AS schema, c.relname AS name, pg_get_indexdef(i.indexrelid) AS definition FROM pg_catalog.pg_class c, pg_catalog.pg_namespace n, pg_catalog.pg_index i WHERE i.indisvalid = false AND i.indexrelid = c.oid AND c.relnamespace = n.oid AND n.nspname != 'pg_catalog' AND n.nspname != 'information_schema' ORDER BY c.relname
----
-- name: hero_connections
-- volatile
SELECT datname AS database, usename AS user, application_name AS source, client_addr AS ip, COUNT(*) AS total_connections FROM pg_stat_activity GROUP BY 1, 2, 3, 4 ORDER BY 5 DESC, 1, 2, 3
----
-- name: hero_blocked_queries
-- volatile
SELECT COALESCE(blockingl.relation::regclass::text, blockingl.locktype) AS locked_item, blockeda.pid AS blocked_pid, blockedl.mode AS blocked_mode, now() - blockeda.query_start AS waiting, blockinga.pid AS blocking_pid, blockinga.query AS blocking_query FROM pg_catalog.pg_locks blockedl LEFT JOIN pg_stat_activity blockeda ON blockedl.pid = blockeda.pid LEFT JOIN pg_catalog.pg_locks blockingl ON blockedl.pid != blockingl.pid AND (blockingl.transactionid = blockedl.transactionid OR (blockingl.relation = blockedl.relation AND blockingl.locktype = blockedl.locktype)) LEFT JOIN pg_stat_activity blockinga ON blockingl.pid = blockinga.pid AND blockinga.datid = blockeda.datid WHERE NOT blockedl.granted AND blockeda.datname = current_database() ORDER BY blocked_pid
----
-- name: check_commit_ratio
-- volatile
SELECT round(100.0 * sd.xact_commit / (sd.xact_commit + sd.xact_rollback), 2) AS dcommitratio, d.datname, r.rolname AS rolname FROM pg_stat_database sd JOIN pg_database d ON (d.oid = sd.datid) JOIN pg_roles r ON (r.oid = d.datdba) WHERE sd.xact_commit + sd.xact_rollback <> 0 ORDER BY 2
----
-- name: check_backends
-- volatile
SELECT COUNT(datid) AS current, (SELECT setting AS mc FROM pg_settings WHERE name = 'max_connections') AS mc, d.datname FROM pg_database d LEFT JOIN pg_stat_activity s ON (s.datid = d.oid) GROUP BY d.datname ORDER BY d.datname
----
-- name: check_txn_wraparound
-- volatile
SELECT freez, txns, ROUND(100 * (txns / freez::float)) AS perc, datname FROM (SELECT foo.freez::int, age(datfrozenxid) AS txns, datname FROM pg_database d JOIN (SELECT setting AS freez FROM pg_settings WHERE name = 'autovacuum_freeze_max_age') AS foo ON (true) WHERE d.datallowconn) AS foo2 ORDER BY 3 DESC, 4 ASC
----
-- name: check_custom_lock_count
-- volatile
SELECT granted, mode, datname FROM pg_locks l RIGHT JOIN pg_database d ON (d.oid = l.database) WHERE d.datallowconn ORDER BY 3, 2, 1
----
-- name: exporter_settings
SELECT name, CASE setting WHEN 'on' THEN 1 WHEN 'off' THEN 0 END AS value FROM pg_settings WHERE vartype = 'bool' AND name LIKE 'enable%' ORDER BY 1
----
-- name: orm_reflection
SELECT a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod), (SELECT pg_catalog.pg_get_expr(d.adbin, d.adrelid) FROM pg_catalog.pg_attrdef d WHERE d.adrelid = a.attrelid AND d.adnum = a.attnum AND a.atthasdef) AS DEFAULT, a.attnotnull, a.attrelid as table_oid, pgd.description as comment, (SELECT json_build_object('always', a.attidentity = 'a', 'start', s.seqstart) FROM pg_catalog.pg_sequence s WHERE s.seqrelid = pg_catalog.pg_get_serial_sequence('shop.orders', a.attname)::regclass::oid) as identity_options FROM pg_catalog.pg_attribute a LEFT JOIN pg_catalog.pg_description pgd ON (pgd.objoid = a.attrelid AND pgd.objsubid = a.attnum) WHERE a.attrelid = 'shop.orders'::regclass AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum
----
-- name: jdbc_primary_keys
SELECT NULL AS table_cat, n.nspname AS table_schem, ct.relname AS table_name, a.attname AS column_name, (information_schema._pg_expandarray(i.indkey)).n AS key_seq, ci.relname AS pk_name FROM pg_catalog.pg_class ct JOIN pg_catalog.pg_attribute a ON (ct.oid = a.attrelid) JOIN pg_catalog.pg_namespace n ON (ct.relnamespace = n.oid) JOIN pg_catalog.pg_index i ON (a.attrelid = i.indrelid) JOIN pg_catalog.pg_class ci ON (ci.oid = i.indexrelid) WHERE n.nspname = 'shop' AND ct.relname = 'order_items' AND i.indisprimary ORDER BY 3, 6, 5, 4
----
-- name: jdbc_table_types
SELECT nspname AS table_schem, current_database() AS table_catalog FROM pg_catalog.pg_namespace WHERE nspname <> 'pg_toast' AND (nspname !~ '^pg_temp_' OR nspname = (pg_catalog.current_schemas(true))[1]) AND (nspname !~ '^pg_toast_temp_' OR nspname = replace((pg_catalog.current_schemas(true))[1], 'pg_temp_', 'pg_toast_temp_')) ORDER BY table_schem
