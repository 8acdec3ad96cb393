-- The road of one result: who is alive, what is due, what ran, what is to be told.

CREATE TABLE node (
    id          UUID PRIMARY KEY,                        -- new at every start
    name        VARCHAR(255) NOT NULL,
    started_at  TIMESTAMP(3) WITH TIME ZONE NOT NULL,
    lease_until TIMESTAMP(3) WITH TIME ZONE NOT NULL
);

CREATE TABLE schedule (
    task_id      VARCHAR(64) PRIMARY KEY,
    trigger_text VARCHAR(255) NOT NULL,                  -- a change of trigger starts the schedule anew
    next_fire_at TIMESTAMP(3) WITH TIME ZONE NOT NULL    -- nominal
);
CREATE INDEX schedule_due ON schedule (next_fire_at);

CREATE TABLE run (
    id         UUID PRIMARY KEY,
    task_id    VARCHAR(64) NOT NULL,
    fire_at    TIMESTAMP(3) WITH TIME ZONE NOT NULL,     -- nominal
    attempt    INTEGER NOT NULL,
    state      VARCHAR(16) NOT NULL,
    owner      UUID NOT NULL,
    fence      BIGINT NOT NULL,                          -- rises with each change of owner
    claimed_at TIMESTAMP(3) WITH TIME ZONE NOT NULL,
    started_at TIMESTAMP(3) WITH TIME ZONE,
    ended_at   TIMESTAMP(3) WITH TIME ZONE,
    error      VARCHAR(16384),
    CONSTRAINT run_once_a_fire UNIQUE (task_id, fire_at)
);
CREATE INDEX run_open ON run (state, owner);

CREATE TABLE publication (
    id        BIGINT PRIMARY KEY,                        -- the offset
    channel   VARCHAR(255) NOT NULL,
    event     VARCHAR(255) NOT NULL,
    data      VARCHAR(65536) NOT NULL,                   -- JSON
    told_at   TIMESTAMP(3) WITH TIME ZONE NOT NULL
);
CREATE INDEX publication_of_channel ON publication (channel, id);

CREATE TABLE channel (
    name          VARCHAR(255) PRIMARY KEY,
    pruned_offset BIGINT NOT NULL                        -- the highest that is gone, so that a gap is known
);

CREATE TABLE journal (
    id    INTEGER PRIMARY KEY CHECK (id = 1),            -- one row: its lock puts commits in the order of offsets
    epoch VARCHAR(36) NOT NULL,
    head  BIGINT NOT NULL
);
