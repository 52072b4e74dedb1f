-- Only wants to read.
select count(*) from shop.customers;
