-- names: data_checksums
-- situation: fresh
-- As initdb of this major makes a cluster, unless it is told otherwise.
select 1;
