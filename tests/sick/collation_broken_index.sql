-- names: shop.german
-- Made with the library of another machine.
create collation shop.german (provider = icu, locale = 'de', version = '1');
create table shop.towns (name text collate shop.german primary key);
create collation shop.french (provider = icu, locale = 'fr');
create table shop.villes (name text collate shop.french primary key);
