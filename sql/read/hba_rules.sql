-- The rules of pg_hba.conf as they stand in the file: who may connect from where, and how they prove who they are.
select r.line_number,
       r.type as connection_type,
       r.database as database_names,
       r.user_name as user_names,
       r.address,
       r.netmask,
       r.auth_method,
       r.error
  from pg_catalog.pg_hba_file_rules() r
 order by r.line_number
