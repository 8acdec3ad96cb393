-- Tasks as rows, policies, retries, and what a run says while it works.

CREATE TABLE task (
    id         VARCHAR(64) PRIMARY KEY,
    handler    VARCHAR(64) NOT NULL,
    source     VARCHAR(16) NOT NULL,                     -- who defined it: ANNOTATION, FILE or REST
    definition VARCHAR(65536) NOT NULL,                  -- JSON
    version    BIGINT NOT NULL,                          -- rises with each change, and is never given twice
    changed_at TIMESTAMP(3) WITH TIME ZONE NOT NULL
);

CREATE TABLE scheduler (
    id      INTEGER PRIMARY KEY CHECK (id = 1),
    paused  BOOLEAN NOT NULL,                            -- no fire is claimed in the whole cluster
    changes BIGINT NOT NULL                              -- of tasks so far: the next one's version, so that none is ever given twice
);
INSERT INTO scheduler (id, paused, changes) VALUES (1, FALSE, 0);

ALTER TABLE schedule ALTER COLUMN next_fire_at DROP NOT NULL;                          -- null: there is no next fire
ALTER TABLE schedule ALTER COLUMN trigger_text SET DATA TYPE VARCHAR(65536);
ALTER TABLE schedule ADD COLUMN handler VARCHAR(64) DEFAULT '' NOT NULL;
ALTER TABLE schedule ADD COLUMN version BIGINT DEFAULT 0 NOT NULL;                     -- of the task
ALTER TABLE schedule ADD COLUMN paused BOOLEAN DEFAULT FALSE NOT NULL;
ALTER TABLE schedule ADD COLUMN fired BIGINT DEFAULT 0 NOT NULL;                       -- fires so far
ALTER TABLE schedule ADD COLUMN due_at TIMESTAMP(3) WITH TIME ZONE;                    -- null: nothing to claim (paused, disabled, finished)
ALTER TABLE schedule ADD COLUMN each_node BOOLEAN DEFAULT FALSE NOT NULL;              -- scope NODE: each node plans by itself
DROP INDEX schedule_due;
CREATE INDEX schedule_due ON schedule (due_at);
CREATE INDEX schedule_of_each_node ON schedule (each_node);

ALTER TABLE run ALTER COLUMN owner DROP NOT NULL;                                      -- null: nobody's yet
ALTER TABLE run ALTER COLUMN claimed_at DROP NOT NULL;
ALTER TABLE run ADD COLUMN kind VARCHAR(16) DEFAULT 'SCHEDULED' NOT NULL;
ALTER TABLE run ADD COLUMN handler VARCHAR(64) DEFAULT '' NOT NULL;
ALTER TABLE run ADD COLUMN claim_key VARCHAR(64) DEFAULT '' NOT NULL;                  -- '' in the cluster's one run of a fire; else the node's or the run's id
ALTER TABLE run ADD COLUMN task_version BIGINT DEFAULT 0 NOT NULL;
ALTER TABLE run ADD COLUMN fires BIGINT DEFAULT 1 NOT NULL;                            -- how many fires it stands for, the last or first being fire_at
ALTER TABLE run ADD COLUMN due_at TIMESTAMP(3) WITH TIME ZONE;                         -- of a waiting run: when it may be claimed
ALTER TABLE run ADD COLUMN failures INTEGER DEFAULT 0 NOT NULL;                        -- attempts that failed
ALTER TABLE run ADD COLUMN losses INTEGER DEFAULT 0 NOT NULL;                          -- attempts that were lost with their nodes
ALTER TABLE run ADD COLUMN cancel_asked BOOLEAN DEFAULT FALSE NOT NULL;
ALTER TABLE run ADD COLUMN idempotency_key VARCHAR(255);
ALTER TABLE run ADD COLUMN asked_by VARCHAR(255);
ALTER TABLE run ADD COLUMN parameters VARCHAR(65536);                                  -- JSON; null: those of the task
ALTER TABLE run ADD COLUMN result VARCHAR(65536);                                      -- JSON
ALTER TABLE run ADD COLUMN progress_done BIGINT;
ALTER TABLE run ADD COLUMN progress_total BIGINT;
ALTER TABLE run ADD COLUMN progress_text VARCHAR(255);
ALTER TABLE run ADD COLUMN log_dropped BIGINT DEFAULT 0 NOT NULL;                      -- log lines that were not kept
UPDATE run SET handler = task_id;
ALTER TABLE run DROP CONSTRAINT run_once_a_fire;
ALTER TABLE run ADD CONSTRAINT run_once_a_fire UNIQUE (task_id, fire_at, claim_key);
ALTER TABLE run ADD CONSTRAINT run_once_a_key UNIQUE (task_id, idempotency_key);
DROP INDEX run_open;
CREATE INDEX run_of_state ON run (state, task_id);
CREATE INDEX run_due ON run (due_at);
CREATE INDEX run_by_time ON run (fire_at, id);

CREATE TABLE attempt (                                                                 -- those before the one that the run's row shows
    run_id     UUID NOT NULL REFERENCES run (id) ON DELETE CASCADE,
    number     INTEGER NOT NULL,
    node       UUID,
    outcome    VARCHAR(16) NOT NULL,                     -- FAILED or LOST
    started_at TIMESTAMP(3) WITH TIME ZONE,
    ended_at   TIMESTAMP(3) WITH TIME ZONE NOT NULL,
    error      VARCHAR(16384),
    PRIMARY KEY (run_id, number)
);

CREATE TABLE log_line (
    run_id  UUID NOT NULL REFERENCES run (id) ON DELETE CASCADE,
    attempt INTEGER NOT NULL,
    number  INTEGER NOT NULL,                            -- from 1 in each attempt
    said_at TIMESTAMP(3) WITH TIME ZONE NOT NULL,
    level   VARCHAR(16) NOT NULL,
    text    VARCHAR(2000) NOT NULL,
    PRIMARY KEY (run_id, attempt, number)
);
