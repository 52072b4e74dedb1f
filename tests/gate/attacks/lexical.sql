-- Ways to write a text so that two readers read two texts.
----
-- name: lexical_nested_comment
/* /* */ select 1; */ delete from mallory.t
----
-- name: lexical_unbalanced_comment
/* select 1 */ */ delete from mallory.t
----
-- name: lexical_comment_hides_keyword
sel/**/ect 1; del/**/ete from mallory.t
----
-- name: lexical_comment_between
select/**/mallory/**/./**/vo0/**/(/**/)
----
-- name: lexical_line_comment_carriage_return
-- template
select 1 --{{1*\r}} ; delete from mallory.t
----
-- name: lexical_line_comment_vertical_tab
-- template
select 1 -- {{1*\v}} ; delete from mallory.t
----
-- name: lexical_mysql_comment
select 1 /*! ; delete from mallory.t */
----
-- name: lexical_hash_comment
select 1 # ; delete from mallory.t
----
-- name: lexical_operator_looks_like_comment
select 1 +/* mallory.vo0() */ mallory.vo0()
----
-- name: lexical_minus_minus_operator
select 1 --
+ mallory.vo0()
----
-- name: lexical_comment_in_operator
select 1 operator(mallory./* */===) 1
----
-- name: lexical_dollar_tags
select $a$; delete from mallory.t; $a$, $b$ $a$ $b$, mallory.vo0()
----
-- name: lexical_dollar_tag_unicode
select $ä$ $a$ $ä$ || mallory.vo0()
----
-- name: lexical_dollar_after_identifier
select 1 as a$b$, mallory.vo0() as c$b$
----
-- name: lexical_dollar_nested_do
do $a$ begin execute $b$ select mallory.vo0() $b$; end $a$
----
-- name: lexical_string_continuation
select 'a'
'b', mallory.vo0()
----
-- name: lexical_string_continuation_comment
select 'a' -- it's
'b' || mallory.vo0()
----
-- name: lexical_escape_string
select E'\'', mallory.vo0(), E'\\'
----
-- name: lexical_escape_octal
select E'\047; delete from mallory.t; --' || mallory.vo0()
----
-- name: lexical_unicode_string
select U&'\0027; delete from mallory.t; --' || mallory.vo0()
----
-- name: lexical_unicode_surrogates
select U&'\D83E\DD84' || mallory.vo0()
----
-- name: lexical_unicode_half_surrogate
select U&'\D83E', mallory.vo0()
----
-- name: lexical_unicode_zero
select U&'\0000', mallory.vo0()
----
-- name: lexical_escape_zero
select E'\000', mallory.vo0()
----
-- name: lexical_escape_invalid_utf8
select E'\xff\xfe', mallory.vo0()
----
-- name: lexical_uescape_odd
select U&'d!0061t' uescape '!', mallory.vo0()
----
-- name: lexical_bit_strings
select B'1', X'1F', mallory.vo0()
----
-- name: lexical_national_string
select N'a', mallory.vo0()
----
-- name: lexical_old_string_mode
-- before: set standard_conforming_strings = off
-- after: reset standard_conforming_strings
select 'it\'s', mallory.vo0(), ' --'
----
-- name: lexical_old_string_mode_hides
-- before: set standard_conforming_strings = off
-- after: reset standard_conforming_strings
select '\', mallory.vo0(), '
----
-- name: lexical_old_string_mode_statement
-- before: set standard_conforming_strings = off
-- after: reset standard_conforming_strings
select '\'; delete from mallory.t; --'
----
-- name: lexical_backslash_quote_mode
-- before: set backslash_quote = on; set standard_conforming_strings = off
-- after: reset backslash_quote; reset standard_conforming_strings
select '\'', mallory.vo0(), '\''
----
-- name: lexical_transform_null_equals
-- before: set transform_null_equals = on
-- after: reset transform_null_equals
select 1 where mallory.vo0() = null
----
-- name: lexical_byte_order_mark
-- template
{{1*\u{feff}}}select mallory.vo0()
----
-- name: lexical_byte_order_mark_inside
-- template
select {{1*\u{feff}}}mallory.vo0()
----
-- name: lexical_non_breaking_space
-- template
select{{1*\u{a0}}}mallory.vo0()
----
-- name: lexical_zero_width_space
-- template
select mallory.vo{{1*\u{200b}}}0(), mallory.vo0()
----
-- name: lexical_right_to_left
-- template
select 1 /* {{1*\u{202e}}} */ ; delete from mallory.t --
----
-- name: lexical_fullwidth
select １; delete from mallory.t；
----
-- name: lexical_fullwidth_semicolon
select 1；delete from mallory.t
----
-- name: lexical_form_feed
-- template
select{{1*\u{c}}}mallory.vo0(){{1*\u{c}}}
----
-- name: lexical_control_characters
-- template
select {{1*\u{1}}} mallory.vo0()
----
-- name: lexical_keyword_case
sElEcT MALLORY.VO0()
----
-- name: lexical_turkish_case
SELECT MALLORY.İM0(), mallory.vo0()
----
-- name: lexical_quoted_keyword
select "select"(), mallory.vo0()
----
-- name: lexical_numeric_junk
select 1from mallory.v_call
----
-- name: lexical_numeric_underscore
select 1_000, mallory.vo0()
----
-- name: lexical_parameter_junk
select $1from mallory.v_call
----
-- name: lexical_parameters
select mallory.im1($1::int)
----
-- name: lexical_parameter_of_run_sql
select $1, mallory.vo0()
----
-- name: lexical_colon_colon
select mallory.vo0()::::int
----
-- name: lexical_at_operators
select @@@ 1, mallory.vo0()
----
-- name: lexical_operator_with_question
select '{"a":1}'::jsonb ? 'a', mallory.vo0()
----
-- name: lexical_leading_semicolons
; ; select mallory.vo0() ; ;
----
-- name: lexical_only_comment
-- nothing; delete from mallory.t
----
-- name: lexical_empty
-- template
{{1* }}
----
-- name: lexical_only_semicolon
;
----
-- name: lexical_leading_parentheses
((((select mallory.vo0()))))
----
-- name: lexical_plpgsql_expression
mallory.vo0() + 1
----
-- name: lexical_plpgsql_assignment
a := mallory.vo0()
----
-- name: lexical_type_name_only
mallory.evil_int
----
-- name: lexical_psql_variable
select :'name', mallory.vo0()
----
-- name: lexical_copy_end_marker
select 1
\.
delete from mallory.t
----
-- name: lexical_long_comment
-- template
/*{{200000*x}}*/ delete from mallory.t
----
-- name: lexical_many_comments
-- template
{{500*/**/}} select mallory.vo0()
----
-- name: lexical_deep_comment
-- template
{{500*/*}}{{500**/}} select mallory.vo0()
----
-- name: lexical_unterminated_deep_comment
-- template
{{500*/*}} select mallory.vo0()
----
-- name: lexical_trailing_spaces_then_statement
-- template
select 1{{100000* }}; delete from mallory.t
----
-- name: lexical_statement_after_a_megabyte
-- template
select '{{1000000*x}}'; delete from mallory.t
