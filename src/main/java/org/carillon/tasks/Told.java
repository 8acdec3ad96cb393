package org.carillon.tasks;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.carillon.journal.Draft;
import org.carillon.json.Json;
import org.carillon.monitoring.Counters;
import org.carillon.monitoring.MonotonicClock;
import org.carillon.runs.LiveLines;
import org.carillon.runs.RunState;

/** Counts what did not run as planned, logs it, and makes the event of it. Safe for use by several threads. */
@Singleton
class Told {

    /** A task that is late says so at each fire; a log is read by people. */
    private static final long LOG_AGAIN_MILLIS = 60_000;

    /** Tasks of which it is remembered when they were last in the log; more are forgotten all at once, and said again. */
    private static final int MAX_REMEMBERED = 10_000;

    private static final System.Logger LOG = System.getLogger(Told.class.getName());

    /** @param left how many lines were left out since */
    private record Line(long nanos, long left) {
    }

    private final Map<String, Line> logged = new ConcurrentHashMap<>();
    private final MonotonicClock clock;
    private final LongAdder skipped;
    private final LongAdder missed;
    private final LongAdder coalesced;
    private final LongAdder reclaimed;
    private final LongAdder lost;

    @Inject
    Told(Counters counters, MonotonicClock clock) {
        this.clock = clock;
        this.skipped = counters.counter("carillon_fires_skipped_total", "Fires that did not run, because as many runs of their task as may be were open");
        this.missed = counters.counter("carillon_fires_missed_total", "Fires that did not run, because they could only have started too late");
        this.coalesced = counters.counter("carillon_fires_coalesced_total", "Fires that one run stood for beside its own");
        this.reclaimed = counters.counter("carillon_runs_reclaimed_total", "Runs that were taken over from a node that had died");
        this.lost = counters.counter("carillon_runs_lost_total", "Runs that ended with their node");
    }

    /** An event on the task's channel: journaled, so that who comes back later hears of it. */
    Draft event(RunState state, String taskId, UUID run, Plan.Fire fire) {
        switch (state) {
            case SKIPPED -> skipped.add(fire.fires());
            case MISSED -> missed.add(fire.fires());
            case LOST -> lost.increment();
            default -> throw new IllegalArgumentException(state.name());
        }
        var data = Json.createObjectBuilder().add("task", taskId).add("run", run.toString()).add("fireTime", fire.at().toString()).add("fires", fire.fires())
                .add("state", state.name()).build().toString();
        return new Draft(LiveLines.channel(taskId), "run." + state.name().toLowerCase(java.util.Locale.ROOT), data);
    }

    /** @param what begins with a verb: with the same verb, a task is in the log once a minute, and what is left out meanwhile is counted */
    void log(Level level, String taskId, String what) {
        var key = taskId + what.substring(0, what.indexOf(' '));
        var before = logged.get(key);
        if (before != null && clock.millisSince(before.nanos()) < LOG_AGAIN_MILLIS) {
            logged.put(key, new Line(before.nanos(), before.left() + 1));
            return;
        }
        if (logged.size() >= MAX_REMEMBERED) {
            logged.clear();
        }
        logged.put(key, new Line(clock.nanos(), 0));
        LOG.log(level, "Task {0} {1}.{2}", taskId, what, before == null || before.left() == 0 ? "" : " It was like this " + before.left() + " more times since that was last said.");
    }

    void coalesced(long fires) {
        coalesced.add(fires);
    }

    void reclaimed() {
        reclaimed.increment();
    }

    static List<Draft> none() {
        return List.of();
    }
}
