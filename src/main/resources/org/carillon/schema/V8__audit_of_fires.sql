-- From which fire on each one is owed.

ALTER TABLE schedule ADD COLUMN since TIMESTAMP(3) WITH TIME ZONE;  -- nominal; null: since the first that is recorded
