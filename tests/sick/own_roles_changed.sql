-- names: copilot_writer
-- Somebody logs in by it.
alter role copilot_writer login;
