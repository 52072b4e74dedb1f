-- The tables of TPC-H (specification 3.0.1, clause 1.4) with its keys, and a few hundred made-up rows.
create schema tpch;
set search_path = tpch;

create table region (r_regionkey integer primary key, r_name char(25) not null, r_comment varchar(152));
create table nation (n_nationkey integer primary key, n_name char(25) not null,
    n_regionkey integer not null references region, n_comment varchar(152));
create table part (p_partkey integer primary key, p_name varchar(55) not null, p_mfgr char(25) not null,
    p_brand char(10) not null, p_type varchar(25) not null, p_size integer not null, p_container char(10) not null,
    p_retailprice numeric(15, 2) not null, p_comment varchar(23) not null);
create table supplier (s_suppkey integer primary key, s_name char(25) not null, s_address varchar(40) not null,
    s_nationkey integer not null references nation, s_phone char(15) not null, s_acctbal numeric(15, 2) not null,
    s_comment varchar(101) not null);
create table partsupp (ps_partkey integer not null references part, ps_suppkey integer not null references supplier,
    ps_availqty integer not null, ps_supplycost numeric(15, 2) not null, ps_comment varchar(199) not null,
    primary key (ps_partkey, ps_suppkey));
create table customer (c_custkey integer primary key, c_name varchar(25) not null, c_address varchar(40) not null,
    c_nationkey integer not null references nation, c_phone char(15) not null, c_acctbal numeric(15, 2) not null,
    c_mktsegment char(10) not null, c_comment varchar(117) not null);
create table orders (o_orderkey integer primary key, o_custkey integer not null references customer,
    o_orderstatus char(1) not null, o_totalprice numeric(15, 2) not null, o_orderdate date not null,
    o_orderpriority char(15) not null, o_clerk char(15) not null, o_shippriority integer not null,
    o_comment varchar(79) not null);
create table lineitem (l_orderkey integer not null references orders, l_partkey integer not null,
    l_suppkey integer not null, l_linenumber integer not null, l_quantity numeric(15, 2) not null,
    l_extendedprice numeric(15, 2) not null, l_discount numeric(15, 2) not null, l_tax numeric(15, 2) not null,
    l_returnflag char(1) not null, l_linestatus char(1) not null, l_shipdate date not null,
    l_commitdate date not null, l_receiptdate date not null, l_shipinstruct char(25) not null,
    l_shipmode char(10) not null, l_comment varchar(44) not null, primary key (l_orderkey, l_linenumber),
    foreign key (l_partkey, l_suppkey) references partsupp);

insert into region select n, (array['AFRICA', 'AMERICA', 'ASIA', 'EUROPE', 'MIDDLE EAST'])[n + 1], ''
  from generate_series(0, 4) n;
insert into nation select n, (array['FRANCE', 'GERMANY', 'BRAZIL', 'CANADA', 'SAUDI ARABIA'])[n % 5 + 1] || n / 5, n % 5, ''
  from generate_series(0, 24) n;
insert into part select n, 'forest green part ' || n, 'Manufacturer#' || n % 5, 'Brand#' || 11 + n % 45,
    'STANDARD POLISHED BRASS', 1 + n % 50, 'MED BOX', 900 + n, '' from generate_series(1, 200) n;
insert into supplier select n, 'Supplier#' || n, 'x', n % 25, '11-222', 100 * n, '' from generate_series(1, 20) n;
insert into partsupp select p, 1 + (p + s) % 20, 100 * s, 10 * s, '' from generate_series(1, 200) p, generate_series(1, 4) s;
insert into customer select n, 'Customer#' || n, 'x', n % 25, 10 + n % 25 || '-222', n, 'BUILDING', ''
  from generate_series(1, 100) n;
insert into orders select n, 1 + n % 90, 'F', 1000, date '1992-01-01' + n, '1-URGENT', 'Clerk', 0, ''
  from generate_series(1, 1000) n;
insert into lineitem select o, 1 + o % 200, 1 + (1 + o % 200 + l) % 20, l, l * 10, 1000 + o, 0.06, 0.02, 'R', 'F',
    date '1992-01-10' + o, date '1992-01-12' + o, date '1992-01-15' + o, 'DELIVER IN PERSON', 'AIR', ''
  from generate_series(1, 1000) o, generate_series(1, 4) l;
analyze;
reset search_path;
