-- The same shop without its faults: psql -v scale=0.1 -f healthy.sql. What copilot finds in the demo must not be
-- found here.
\ir schema.sql
\ir rows.sql
comment on schema shop is 'A mail-order shop';
