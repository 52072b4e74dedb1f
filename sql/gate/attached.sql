-- Expressions that the planner may fold for these relations ($1: oid[]): what they hang on, and how they are stored.
select pg_catalog.format('index "%s"', i.indexrelid::pg_catalog.regclass), x.expression
from pg_catalog.pg_index i
cross join lateral (values (i.indexprs::pg_catalog.text), (i.indpred::pg_catalog.text)) x (expression)
where i.indrelid = any ($1) and x.expression is not null
union all
select pg_catalog.format('check constraint "%s" of %s', k.conname, k.conrelid::pg_catalog.regclass), k.conbin::pg_catalog.text
from pg_catalog.pg_constraint k
where k.conrelid = any ($1) and k.contype = 'c'
union all
select pg_catalog.format('the partition key of %s', p.partrelid::pg_catalog.regclass), p.partexprs::pg_catalog.text
from pg_catalog.pg_partitioned_table p
where p.partrelid = any ($1) and p.partexprs is not null
union all
select pg_catalog.format('statistics object "%s"', s.stxname), s.stxexprs::pg_catalog.text
from pg_catalog.pg_statistic_ext s
where s.stxrelid = any ($1) and s.stxexprs is not null
