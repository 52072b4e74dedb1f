-- names: mirror
-- Nobody listens there.
create subscription mirror connection 'host=/nowhere dbname=shop' publication shop with (connect = false, slot_name = 'mirror');
alter subscription mirror enable;
