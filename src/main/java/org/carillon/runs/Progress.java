package org.carillon.runs;

import jakarta.json.JsonObject;
import org.carillon.api.TaskContext;
import org.carillon.json.Json;

/** How far a run is. Immutable. */
public record Progress(long done, long total, String text) {

    public Progress {
        if (done < 0 || total < 0 || total > 0 && done > total) {
            throw new IllegalArgumentException("Progress of " + done + " of " + total + " is impossible; use 0 <= done <= total, or a total of 0 if it is not known.");
        }
        text = Text.cut(text, TaskContext.MAX_PROGRESS_TEXT);
    }

    JsonObject json(Claim claim) {
        return Json.createObjectBuilder().add("run", claim.runId().toString()).add("attempt", claim.attempt())
                .add("done", done).add("total", total).add("text", text).build();
    }
}
