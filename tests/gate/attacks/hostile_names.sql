-- Names that are statements, and names that look like others.
----
-- name: names_emoji_function
select "🦄 Ünïcode"()
----
-- name: names_dotted_function
select "pg_catalog.now"()
----
-- name: names_upper_case_function
select "NOW"()
----
-- name: names_homoglyph_function
select nоw()
----
-- name: names_homoglyph_qualified
select pg_catalog.nоw()
----
-- name: names_unicode_escape_function
select U&"\006e\043ew"()
----
-- name: names_unicode_escape_nextval
select U&"s\0065tval"('mallory.trace_seq', 66600)
----
-- name: names_unicode_escape_uescape
select U&"!006eextval" uescape '!' ('mallory.trace_seq')
----
-- name: names_quoted_call
select "mallory" . "vo0" ()
----
-- name: names_semicolon_relation
select mallory.vo0() from "a""b; drop table shop.orders; --"."t'); select pg_sleep(9); --"
----
-- name: names_dollar_in_name
select mallory.vo0() as "$1", 1 as "$$"
----
-- name: names_alias_injection
select mallory.vo0() as "x"", pg_sleep(9) --"
----
-- name: names_truncated
select "pg_advisory_lock_this_name_is_longer_than_sixty_three_bytes_and_is_cut_off"(1)
----
-- name: names_truncated_to_function
select mallory."vo0"(), 1 as "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
----
-- name: names_catalog_lookalike
select (select count(*) from "pg_catalog.pg_class"), mallory.vo0()
----
-- name: names_system_column_lookalike
select mallory.vo0() as ctid, 1 as oid
----
-- name: names_function_as_column
select c.email, c.im0 from (select *, mallory.im0() from shop.customers) c
----
-- name: names_relation_as_function
select mallory.t(1)
