-- A basket is shown, one query for each of its products.
\set a random_exponential(1, 3000, 6)
\set b random_exponential(1, 3000, 6)
\set c random_exponential(1, 3000, 6)
\set d random_exponential(1, 3000, 6)
\set e random_exponential(1, 3000, 6)
\set f random_exponential(1, 3000, 6)
select title, price, stock from shop.products where id = :a;
select title, price, stock from shop.products where id = :b;
select title, price, stock from shop.products where id = :c;
select title, price, stock from shop.products where id = :d;
select title, price, stock from shop.products where id = :e;
select title, price, stock from shop.products where id = :f;
