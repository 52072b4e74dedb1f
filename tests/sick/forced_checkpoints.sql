-- names: max_wal_size
-- Checkpoints that no clock asked for.
checkpoint;
checkpoint;
checkpoint;
checkpoint;
checkpoint;
checkpoint;
checkpoint;
checkpoint;
checkpoint;
checkpoint;
checkpoint;
checkpoint;
