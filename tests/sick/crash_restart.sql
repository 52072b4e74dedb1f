-- names: server
-- Somebody kills a backend by force: this one, from below.
copy (select 1) to program 'kill -9 $PPID';
