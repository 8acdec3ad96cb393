-- What changes together lies together: a commit costs as many pages as it touches, and a run must not touch one for each of its tasks and keys.

DROP INDEX run_of_state;
ALTER TABLE run ADD COLUMN open_task VARCHAR(64)                                       -- the task while the run has not ended, else null
    GENERATED ALWAYS AS (CASE WHEN state IN ('QUEUED', 'CLAIMED', 'RUNNING', 'RETRYING') THEN task_id END) ${stored};
CREATE INDEX run_open ON run (open_task);

ALTER TABLE run DROP CONSTRAINT run_once_a_key;
ALTER TABLE run ALTER COLUMN idempotency_key SET DATA TYPE VARCHAR(320);
UPDATE run SET idempotency_key = task_id || '/' || idempotency_key WHERE idempotency_key IS NOT NULL;
ALTER TABLE run ADD CONSTRAINT run_once_a_key UNIQUE (idempotency_key);                -- with the task in front: one key of two tasks is two
