-- A question is kept letter by letter.
begin;
do $$
declare
  asked text;
begin
  foreach asked in array array['où sont les élèves ?', '漢字で聞いてもいいですか', 'ما هو حجم قاعدة البيانات؟', 'elephants 🐘🐘',
    e'tab\tand\nline', '$1 %s {} ''; drop schema copilot; --', '<b>&amp;</b>'] loop
    perform copilot.ask(asked);
    if (select count(*) from copilot.audit a where a.question = asked and a.pid = pg_backend_pid() and a.at >= now()) <> 1 then
      raise exception 'not kept as asked: %', asked;
    end if;
  end loop;
end $$;
rollback;
