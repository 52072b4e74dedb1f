-- names: shop.journal
-- Published before anyone thought of a key.
create table shop.journal (line text);
create table shop.ledger (id bigint primary key, line text);
create publication books for table shop.journal, shop.ledger;
