-- Knowledge of the schema.

-- API: public
create function copilot.refresh_knowledge(
  out added integer, out changed integer, out removed integer, out unchanged integer, out ms double precision
) returns setof record
  language c volatile parallel unsafe as 'MODULE_PATHNAME', 'refresh_knowledge_wrapper';
comment on function copilot.refresh_knowledge() is
  'Reads names, columns, types, keys and comments of all tables, views, materialized views and functions, and stores one document each with its vector, writing only what changed since the last time: one row with the counts and the milliseconds it took. Names are read with the caller''s rights; the store serves everybody, and each search shows only what its caller may see. For copilot_writer. Errors: 42501 when the catalog may not be read, 02000 when it could not be, 25006 in a read-only transaction';

-- API: public
create function copilot.search_schema(
  text text, k integer default 10,
  out rank integer, out schema text, out name text, out kind text, out score double precision, out why text
) returns setof record
  language c volatile parallel unsafe as 'MODULE_PATHNAME', 'search_schema_wrapper';
comment on function copilot.search_schema(text, integer) is
  'The tables, views, materialized views and functions that a text is about, the likeliest first, of what the caller may read or call at this moment. text: words or a question, in English for other forms of a word to be found; k: 1 to 100 rows. score: between 0 and 1, comparable within one answer only; why: which word stands where. No rows: no word stands in anything the caller may see. Errors: 22004 NULL, 22023 no words, too long, or k out of range, 02000 before the first refresh_knowledge()';
