-- answer() gives the number of its own audit row; evidence() gives back, piece by piece, what the answer cited.
begin;
do $$
declare
  a record;
  kept record;
  cited text;
  pieces text[];
begin
  select * into a from copilot.answer('how many connections are open?');
  select * into kept from copilot.audit where id = a.audit_id;
  if (kept.action, kept.outcome, kept.question) is distinct from ('answer', 'ok', 'how many connections are open?') then
    raise exception 'the row of the answer is %', kept;
  end if;
  if kept.answer is distinct from a.answer then
    raise exception 'kept: %; answered: %', kept.answer, a.answer;
  end if;
  select array_agg(id) into pieces from copilot.evidence(a.audit_id);
  if coalesce(array_length(pieces, 1), 0) <> jsonb_array_length(a.evidence) then
    raise exception '% pieces kept, % cited', pieces, a.evidence;
  end if;
  for cited in select m[1] from regexp_matches(a.answer, '\m(e\d+)\M', 'g') m loop
    if not cited = any (pieces) then
      raise exception 'the answer cites %, which is not among %', cited, pieces;
    end if;
  end loop;
  if a.answer !~ '\me1\M' then
    raise exception 'an answer without evidence: %', a.answer;
  end if;
  if a.tokens <> 0 then
    raise exception 'no model, but % tokens', a.tokens;
  end if;
end $$;
rollback;
