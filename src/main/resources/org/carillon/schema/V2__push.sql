-- The push side: who of a channel does not hear a publication.

ALTER TABLE publication ADD COLUMN excluded VARCHAR(16384);  -- names of channels, each with a line feed behind it; null for nobody

CREATE TABLE recovery (
    pid       VARCHAR(32) PRIMARY KEY,                   -- the secret by which a Socket.IO client comes back
    sid       VARCHAR(32) NOT NULL,
    namespace VARCHAR(128) NOT NULL,
    rooms     VARCHAR(32768) NOT NULL,                   -- each with a line feed behind it
    begun     VARCHAR(64) NOT NULL,                      -- the position from which it was told: it may come back before it got anything
    seen_at   TIMESTAMP(3) WITH TIME ZONE NOT NULL       -- while it is connected, renewed
);
CREATE INDEX recovery_seen ON recovery (seen_at);
