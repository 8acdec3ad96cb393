-- Who changed what.

CREATE TABLE audit (
    id         BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    changed_at TIMESTAMP(3) WITH TIME ZONE NOT NULL,
    who        VARCHAR(64) NOT NULL,
    address    VARCHAR(255) NOT NULL,
    action     VARCHAR(32) NOT NULL,                     -- task.update, run.cancel and so on
    object     VARCHAR(64) NOT NULL,                     -- id of a task or run, or 'scheduler'
    was        VARCHAR(131072),                          -- JSON; null: there was nothing
    became     VARCHAR(131072)
);
CREATE INDEX audit_age ON audit (changed_at);
CREATE INDEX audit_object ON audit (object, id);
