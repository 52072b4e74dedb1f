-- Asking.

-- API: public
create function copilot.ask(question text) returns text
  language c volatile parallel unsafe as 'MODULE_PATHNAME', 'ask_wrapper';
comment on function copilot.ask(text) is
  'Answers a question about this database in plain words (English), each sentence with the ids of its evidence, and says what was looked at and what could not be. Without evidence the answer is "I don''t know". question: up to 8 kB. Errors: 22004 NULL, 22023 empty or too long. Whole without a model and without a network; where copilot.llm_url is set, a model words it, or one line says why not';

-- API: public
create procedure copilot.ask_in_steps(question text, inout answer text default null)
  language c as 'MODULE_PATHNAME', 'ask_in_steps_wrapper';
comment on procedure copilot.ask_in_steps(text, text) is
  'ask() that commits when it has read the facts, and waits for the model without a snapshot: CALL copilot.ask_in_steps(''why is it slow?''). question: up to 8 kB; answer: the answer, what is passed in counts for nothing. Commits what the session has done so far, so it is refused where the server allows no commit. Errors: 25001 inside a transaction block or a function, else as ask()';

-- API: public
create function copilot.answer(
  question text,
  out answer text, out confidence text, out evidence jsonb, out actions jsonb, out tokens bigint, out audit_id bigint
) returns setof record
  language c volatile parallel unsafe as 'MODULE_PATHNAME', 'answer_wrapper';
comment on function copilot.answer(text) is
  'ask() as one row: answer; confidence (high, medium, low or none); evidence: the pieces cited; actions: what could be done, with its SQL and its revert; tokens: what a model was paid for, 0 without one, NULL when its server does not tell; audit_id: the row in copilot.audit, and copilot.evidence(audit_id). Errors: as ask()';
