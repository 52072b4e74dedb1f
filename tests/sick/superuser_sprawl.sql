-- names: superusers
-- With the one that initdb made, three.
create role migration login superuser;
create role support login superuser;
