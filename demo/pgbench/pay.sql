-- The payment provider reports.
\set id random_exponential(1, 225000, 4)
update shop.payments set status = 'settled', changed_at = now() where id = :id;
