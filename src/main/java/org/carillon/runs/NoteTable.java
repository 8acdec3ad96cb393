package org.carillon.runs;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** All SQL of what runs say. Has no state. */
final class NoteTable {

    private NoteTable() {
    }

    /** Writes down what a run said, if it is still this node's; what is written already is left out. */
    static void write(Handle handle, Notes notes) {
        if (touch(handle, notes) && !notes.lines().isEmpty()) {
            int last = handle.createQuery("SELECT COALESCE(MAX(number), 0) FROM log_line WHERE run_id = :run AND attempt = :attempt")
                    .bind("run", notes.claim().runId()).bind("attempt", notes.claim().attempt()).mapTo(Integer.class).one();
            var fresh = notes.lines().stream().filter(line -> line.number() > last).toList();
            if (!fresh.isEmpty()) {
                insert(handle, notes.claim().runId(), fresh);
            }
        }
    }

    private static boolean touch(Handle handle, Notes notes) {
        var progress = notes.progress();
        var sql = "UPDATE run SET log_dropped = CASE WHEN log_dropped > :dropped THEN log_dropped ELSE :dropped END"
                + (progress == null ? "" : ", progress_done = :done, progress_total = :total, progress_text = :text") + " WHERE id = :id AND fence = :fence";
        var update = handle.createUpdate(sql).bind("dropped", notes.dropped()).bind("id", notes.claim().runId()).bind("fence", notes.claim().fence());
        if (progress != null) {
            update.bind("done", progress.done()).bind("total", progress.total()).bind("text", progress.text());
        }
        return update.execute() == 1;
    }

    private static void insert(Handle handle, UUID run, List<LogLine> lines) {
        var batch = handle.prepareBatch("INSERT INTO log_line (run_id, attempt, number, said_at, level, text) VALUES (:run, :attempt, :number, :at, :level, :text)");
        for (LogLine line : lines) {
            batch.bind("run", run).bind("attempt", line.attempt()).bind("number", line.number()).bind("at", RunTable.timestamp(line.at()))
                    .bind("level", line.level()).bind("text", line.text()).add();
        }
        batch.execute();
    }

    /** Lines of a run behind one, in order. */
    static List<LogLine> after(Handle handle, UUID run, int attempt, int number, int limit) {
        return handle.createQuery("SELECT attempt, number, said_at, level, text FROM log_line WHERE run_id = :run AND (attempt > :attempt OR attempt = :attempt AND number > :number)"
                        + " ORDER BY attempt, number FETCH FIRST :limit ROWS ONLY")
                .bind("run", run).bind("attempt", attempt).bind("number", number).bind("limit", limit)
                .map((row, context) -> new LogLine(row.getInt("attempt"), row.getInt("number"), row.getObject("said_at", OffsetDateTime.class).toInstant(),
                        row.getString("level"), row.getString("text"))).list();
    }
}
