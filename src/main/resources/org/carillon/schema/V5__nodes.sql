-- What a node says of itself, with each renewal of its lease.

ALTER TABLE node ADD COLUMN version VARCHAR(64) DEFAULT '' NOT NULL;
ALTER TABLE node ADD COLUMN clock_offset_millis BIGINT DEFAULT 0 NOT NULL;  -- the database's clock less the node's
ALTER TABLE node ADD COLUMN sessions BIGINT DEFAULT 0 NOT NULL;
ALTER TABLE node ADD COLUMN runs BIGINT DEFAULT 0 NOT NULL;                 -- claimed and not yet recorded
ALTER TABLE node ADD COLUMN workers BIGINT DEFAULT 0 NOT NULL;
