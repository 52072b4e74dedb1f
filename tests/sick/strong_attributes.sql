-- names: provisioner
-- Makes roles for the application, and could make itself more than that.
create role provisioner login createrole;
