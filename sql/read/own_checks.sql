-- Checks that a DBA has added as SQL.
select c.id,
       c.sql,
       c.severity,
       c.reason,
       c.author
  from copilot.own_checks c
 order by c.id
