package org.carillon.runs;

import jakarta.json.JsonObject;
import java.time.Instant;
import org.carillon.json.Json;

/**
 * One line of a run's log. Immutable.
 *
 * @param number from 1 in each attempt
 * @param at     by the database's clock
 * @param level  a name of {@link System.Logger.Level}
 */
public record LogLine(int attempt, int number, Instant at, String level, String text) {

    JsonObject json(Claim claim) {
        return Json.createObjectBuilder().add("run", claim.runId().toString()).add("attempt", attempt).add("number", number)
                .add("time", at.toString()).add("level", level).add("text", text).build();
    }
}
