package org.carillon.runs;

import jakarta.json.JsonValue;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.carillon.configuration.Configuration;
import org.carillon.configuration.Database;
import org.carillon.journal.Draft;
import org.carillon.journal.Journal;
import org.carillon.monitoring.Counters;
import org.carillon.monitoring.MonotonicClock;
import org.carillon.nodes.Drain;
import org.carillon.nodes.Lease;

/** Makes the parts of this room for the tests of others. Has no state. */
public final class TestRuns {

    private TestRuns() {
    }

    public static Workers workers(Configuration configuration, Counters counters, Drain drain) {
        return new Workers(configuration, counters, drain);
    }

    public static Completions completions(Database database, Journal journal, Workers workers, Counters counters) {
        return new Completions(database, journal, workers, counters);
    }

    public static Runs runs(Database database) {
        return new Runs(database);
    }

    public static Watch watch(Workers workers, Completions completions, Lease lease, Database database) {
        return new Watch(workers, completions, lease, database);
    }

    public static LiveRun live(Claim claim, MonotonicClock clock) {
        return live(claim, clock, Limits.NONE, (channel, event, data) -> { });
    }

    public static LiveRun live(Claim claim, MonotonicClock clock, Limits limits, LiveLines lines) {
        return new LiveRun(claim, UUID.randomUUID(), limits, () -> JsonValue.EMPTY_JSON_OBJECT, Optional::empty, clock.nanos(), clock, lines, handle -> { });
    }

    public static NewRun claimed(Claim claim, UUID owner) {
        return new NewRun(claim.runId(), claim.taskId(), claim.taskId(), 1, RunKind.SCHEDULED, claim.fireAt(), "", 1, RunState.CLAIMED, owner, null);
    }

    public static Claim claim(String taskId, Instant fireAt) {
        return Claim.first(UUID.randomUUID(), taskId, fireAt, fireAt);
    }

    static Outcome succeeded(Claim claim, Draft... drafts) {
        return new Outcome(claim, RunState.SUCCEEDED, null, null, null, null, List.of(drafts), handle -> { });
    }
}
