-- What cannot be answered from the server is answered "I don't know", with what was looked at, and never with an action.
begin;
do $$
declare
  question text;
  a record;
begin
  foreach question in array array['how is the weather in Paris?', 'who won the cup?', 'write me a poem', 'lorem ipsum dolor'] loop
    select * into a from copilot.answer(question);
    if a.answer !~* 'I don.t know' then
      raise exception 'answer(%) = %', question, a.answer;
    end if;
    if a.confidence <> 'none' then
      raise exception 'answer(%): confidence %', question, a.confidence;
    end if;
    if jsonb_array_length(a.actions) <> 0 then
      raise exception 'answer(%): actions %', question, a.actions;
    end if;
  end loop;
end $$;
rollback;
