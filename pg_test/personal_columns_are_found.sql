-- Columns that look personal are found with who can read them; a sample is read with the caller's rights, and what it may not
-- read it says.
begin;
create schema pii_story;
create table pii_story."Customers" (
  id bigint primary key, "firstName" text, email text, email_template_id bigint, dob date, card_type text, note text, secret_blob bytea,
  password_hash bytea
);
comment on column pii_story."Customers".note is 'PII';
insert into pii_story."Customers" (id, email, note)
  select n, 'ann' || n || '@example.com', '4111 1111 1111 1111' from generate_series(1, 20) n;
grant usage on schema pii_story to public;
grant select on pii_story."Customers" to public;
grant select (email) on pii_story."Customers" to copilot_writer;
create view pii_story.mails as select email from pii_story."Customers";
do $$
declare
  found text;
  hit record;
begin
  select string_agg(column_name || ':' || kind || ':' || confidence, ' ' order by column_name) into found
    from copilot.pii_scan('pii_story');
  if found is distinct from 'dob:birth date:high email:email:high firstName:name:high note:marked:high password_hash:credential:high' then
    raise exception 'found %', found;
  end if;
  select * into hit from copilot.pii_scan('pii_story') where column_name = 'email';
  if hit.readers !~ '^PUBLIC, copilot_writer, ' or hit.row_security or hit.masked <> 'no rule of anon; 1 view reads it' or hit.sample is not null then
    raise exception 'told %', hit;
  end if;
  -- A superuser's sample is read as copilot_gate; PUBLIC may read this table.
  select * into hit from copilot.pii_scan('pii_story', 10) where column_name = 'email';
  if hit.why <> 'name: "email"; sample: 10 of 10 look like an e-mail address' or hit.sample <> 'sampled' then
    raise exception 'sampled %', hit;
  end if;
  revoke select on pii_story."Customers" from public;
  select * into hit from copilot.pii_scan('pii_story', 10) where column_name = 'email';
  if hit.sample !~ '^not sampled: .*permission denied' then
    raise exception 'not allowed, and still %', hit;
  end if;
  if exists (select from copilot.audit where action = 'pii_scan' and (answer ~ 'example.com' or evidence::text ~ 'example.com')) then
    raise exception 'a value is in the audit';
  end if;
end $$;
rollback;
