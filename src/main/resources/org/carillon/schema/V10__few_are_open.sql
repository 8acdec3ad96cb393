-- Of all runs few are open and fewer wait: the others are left out of their indexes where that can be said, so that they cost nothing there, and a
-- look is short before the database has counted its rows.

DROP INDEX run_due;
CREATE INDEX run_due ON run (due_at) ${if_waiting};
DROP INDEX run_open;
CREATE INDEX run_open ON run (open_task) ${if_open};
