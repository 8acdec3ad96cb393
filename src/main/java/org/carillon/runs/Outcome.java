package org.carillon.runs;

import jakarta.json.JsonValue;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.carillon.api.TaskContext;
import org.carillon.api.TaskResult;
import org.carillon.journal.Draft;
import org.carillon.json.BoundedWriter;
import org.carillon.json.Json;
import org.jdbi.v3.core.Handle;

/**
 * What came of a claim. Immutable.
 *
 * @param error   stack trace of a failure, else null
 * @param result  JSON to keep, else null
 * @param retryIn when the next attempt may begin, for {@link RunState#RETRYING}, else null
 * @param notes   what the run said and is not written yet; null for nothing
 * @param drafts  what is to be told if the run is recorded
 * @param then    what else changes with the record, in its transaction
 */
public record Outcome(Claim claim, RunState state, String error, String result, Duration retryIn, Notes notes, List<Draft> drafts, Consumer<Handle> then) {

    /** Characters of a stack trace that are kept: the first frames tell, and a row must not outgrow its page. */
    public static final int MAX_ERROR = 16_384;

    private static final String UNRECORDABLE = "What came of this run (";

    /** No retry makes it readable. */
    private static final class Unreadable extends IllegalArgumentException {

        Unreadable(Throwable why) {
            super("The result cannot be read back, so it is not kept (" + why.getMessage() + "). Nest it less deeply, and give long numbers as texts.", why);
        }
    }

    /** The handler returned; a result that is too large, or that nobody could read, is its failure. */
    public static Outcome of(LiveRun run, TaskResult result) {
        try {
            var value = result.value() == JsonValue.NULL ? null : kept(result.value());
            var drafts = Stream.concat(run.published().stream(), result.announcements().stream()).map(Draft::of).toList();
            return new Outcome(run.claim(), RunState.SUCCEEDED, null, value, null, null, drafts, run.then());
        } catch (BoundedWriter.TooLarge | Unreadable refused) {
            return failed(run.claim(), RunState.FAILED, refused, run.then());
        }
    }

    /** A parser has bounds of its own: what is beyond them would fail each run that asks for the result before, and each look at this one. */
    private static String kept(JsonValue value) {
        var text = BoundedWriter.text(value, "The result", TaskContext.MAX_RESULT_BYTES);
        try (var reader = Json.createReader(new StringReader(text))) {
            reader.readValue();
            return text;
        } catch (RuntimeException beyond) {
            // Each provider has its own kinds.
            throw new Unreadable(beyond);
        }
    }

    public static Outcome failed(Claim claim, RunState state, Throwable thrown, Consumer<Handle> then) {
        return new Outcome(claim, state, trace(thrown), null, null, null, List.of(), then);
    }

    public static Outcome retrying(Claim claim, Throwable thrown, Duration pause, Consumer<Handle> then) {
        return new Outcome(claim, RunState.RETRYING, trace(thrown), null, pause, null, List.of(), then);
    }

    Outcome with(Notes said) {
        return new Outcome(claim, state, error, result, retryIn, said, drafts, then);
    }

    /** The same run without what the database does not take. */
    Outcome replacement(Throwable why) {
        var text = UNRECORDABLE + state + ") could not be recorded: " + Text.cut(String.valueOf(why.getMessage()), MAX_ERROR / 2);
        return new Outcome(claim, RunState.FAILED, text.replaceAll("[^\\p{Print}\\s]", "?"), null, null, null, List.of(), then);
    }

    boolean isReplacement() {
        return error != null && error.startsWith(UNRECORDABLE);
    }

    private static String trace(Throwable thrown) {
        try {
            var text = new StringWriter();
            thrown.printStackTrace(new PrintWriter(text));
            return Text.cut(text.toString(), MAX_ERROR);
        } catch (Throwable broken) {
            // Somebody else's getMessage: its failure must not cost the record.
            return thrown.getClass().getName() + " (its stack trace could not be printed: " + broken.getClass().getName() + ")";
        }
    }
}
