-- The push side: who of a channel does not hear a publication.

ALTER TABLE publication ADD COLUMN excluded VARCHAR(16384);  -- names of channels, each with a line feed behind it; null for nobody

CREATE INDEX publication_age ON publication (told_at DESC, id DESC);  -- where the history window begins, by one look
CREATE INDEX channel_pruned ON channel (pruned_offset);

CREATE TABLE retention (
    id           INTEGER PRIMARY KEY CHECK (id = 1),     -- one row: its lock lets one node delete at a time
    floor_offset BIGINT NOT NULL                         -- nobody is brought back from below it, so that channels can be forgotten
);
INSERT INTO retention (id, floor_offset) VALUES (1, 0);

CREATE TABLE recovery (
    pid       VARCHAR(32) PRIMARY KEY,                   -- the secret by which a Socket.IO client comes back
    sid       VARCHAR(32) NOT NULL,
    namespace VARCHAR(128) NOT NULL,
    rooms     VARCHAR(32768) NOT NULL,                   -- each with a line feed behind it
    begun     VARCHAR(64) NOT NULL,                      -- the position from which it was told: it may come back before it got anything
    seen_at   TIMESTAMP(3) WITH TIME ZONE NOT NULL       -- while it is connected, renewed
);
CREATE INDEX recovery_seen ON recovery (seen_at);
