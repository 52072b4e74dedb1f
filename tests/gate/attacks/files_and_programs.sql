-- The server's files and programs.
----
-- name: file_copy_to_program
copy (select 1) to program 'touch evil_program'
----
-- name: file_copy_from_program
copy mallory.traces from program 'touch evil_program; echo x'
----
-- name: file_copy_to
copy (select * from shop.orders) to '/tmp/evil_copy'
----
-- name: file_copy_table_to_relative
copy shop.orders to 'evil_file'
----
-- name: file_copy_from
copy mallory.traces from '/etc/passwd'
----
-- name: file_copy_to_stdout
copy vault.secrets to stdout
----
-- name: file_copy_query_to_stdout
copy (select mallory.vo0()) to stdout
----
-- name: file_copy_from_stdin
copy mallory.traces from stdin
----
-- name: file_copy_dml
copy (delete from mallory.t returning *) to stdout
----
-- name: file_copy_binary
copy binary shop.orders to '/tmp/evil_copy'
----
-- name: file_read
-- leaks: root:
select pg_read_file('/etc/passwd')
----
-- name: file_read_in_from
-- leaks: root:
select * from pg_read_file('/etc/passwd')
----
-- name: file_read_lateral
-- leaks: root:
select f.* from shop.orders o, lateral pg_read_file('/etc/passwd') f limit 1
----
-- name: file_read_rows_from
-- leaks: root:
select * from rows from (pg_read_file('/etc/passwd'), generate_series(1, 2))
----
-- name: file_read_values
-- leaks: root:
values (pg_read_file('/etc/passwd'))
----
-- name: file_read_offset
-- leaks: root:
select pg_read_file('/etc/passwd', 0, 100, true)
----
-- name: file_read_binary
-- leaks: root:
select convert_from(pg_read_binary_file('/etc/passwd'), 'UTF8')
----
-- name: file_read_old
-- leaks: root:
select pg_read_file_old('/etc/passwd', 0, 100)
----
-- name: file_read_qualified
-- leaks: root:
select pg_catalog.pg_read_file('/etc/passwd')
----
-- name: file_read_qualified_quoted
-- leaks: root:
select "pg_catalog" . "pg_read_file" ('/etc/passwd')
----
-- name: file_read_unicode_name
-- leaks: root:
select U&"pg\005fread\005ffile"('/etc/passwd')
----
-- name: file_read_hba
-- leaks: trust
select pg_read_file('pg_hba.conf')
----
-- name: file_read_in_order_by
-- leaks: root:
select 1 order by pg_read_file('/etc/passwd')
----
-- name: file_read_by_error
-- leaks: root:
select pg_read_file('/etc/passwd')::int
----
-- name: file_read_by_xml_error
-- leaks: root:
select xmlparse(document pg_read_file('/etc/passwd'))
----
-- name: file_ls_dir
-- leaks: PG_VERSION
select pg_ls_dir('.')
----
-- name: file_ls_dir_in_from
-- leaks: PG_VERSION
select * from pg_ls_dir('.')
----
-- name: file_ls_waldir
select * from pg_ls_waldir()
----
-- name: file_ls_logdir
select * from pg_ls_logdir()
----
-- name: file_ls_tmpdir
select * from pg_ls_tmpdir()
----
-- name: file_ls_archive
select * from pg_ls_archive_statusdir()
----
-- name: file_ls_logical
select * from pg_ls_logicalsnapdir(), pg_ls_logicalmapdir(), pg_ls_replslotdir('x')
----
-- name: file_stat
select (pg_stat_file('/etc/passwd')).size
----
-- name: file_stat_in_from
select * from pg_stat_file('postgresql.conf')
----
-- name: file_current_logfile
select pg_current_logfile()
----
-- name: file_write
select pg_file_write('evil_file', 'x', false)
----
-- name: file_write_qualified
select pg_catalog.pg_file_write('evil_file', 'x', true)
----
-- name: file_sync
select pg_file_sync('evil_file')
----
-- name: file_rename
select pg_file_rename('postgresql.conf', 'evil_file')
----
-- name: file_unlink
select pg_file_unlink('PG_VERSION')
----
-- name: file_logdir_ls
select * from pg_logdir_ls() as l(at timestamp, name text)
----
-- name: file_raw_page
select get_raw_page('vault.secrets', 0)
----
-- name: file_heap_items
select * from heap_page_items(get_raw_page('vault.secrets', 0))
----
-- name: file_relation_filepath
select pg_read_binary_file(pg_relation_filepath('vault.secrets'))
----
-- name: file_xml_entity
-- leaks: root:
select xmlparse(document '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a>&e;</a>')
----
-- name: file_xml_entity_cast
-- leaks: root:
select '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a>&e;</a>'::xml::text
----
-- name: file_xml_xpath_entity
-- leaks: root:
select xpath('/a', '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a>&e;</a>')
----
-- name: file_xslt
-- leaks: root:
select xslt_process('<a/>', '<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"><xsl:template match="/"><xsl:copy-of select="document(''/etc/passwd'')"/></xsl:template></xsl:stylesheet>')
----
-- name: file_xslt_write
select xslt_process('<a/>', '<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:e="http://exslt.org/common" extension-element-prefixes="e"><xsl:template match="/"><e:document href="evil_file">x</e:document></xsl:template></xsl:stylesheet>')
----
-- name: file_text_search_dictionary
create text search dictionary public.evil (template = synonym, synonyms = '../../../../../etc/passwd')
----
-- name: file_wal_records
select * from pg_get_wal_records_info('0/1', pg_current_wal_lsn())
----
-- name: file_foreign_table
select * from public.server_file
----
-- name: file_foreign_table_program
select * from public.server_program
----
-- name: file_foreign_table_program_explain
explain (verbose) select * from public.server_program
----
-- name: file_foreign_table_in_exists
select 1 where exists (select from public.server_program)
----
-- name: file_control_data
select system_identifier from pg_control_system()
----
-- name: file_config
select * from pg_config()
