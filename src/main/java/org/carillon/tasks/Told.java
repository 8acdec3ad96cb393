package org.carillon.tasks;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.LongAdder;
import org.carillon.journal.Draft;
import org.carillon.json.Json;
import org.carillon.monitoring.Counters;
import org.carillon.runs.LiveLines;
import org.carillon.runs.RunState;

/** Counts what did not run as planned, and makes the event of it. Safe for use by several threads. */
@Singleton
class Told {

    private final LongAdder skipped;
    private final LongAdder missed;
    private final LongAdder coalesced;
    private final LongAdder reclaimed;
    private final LongAdder lost;

    @Inject
    Told(Counters counters) {
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
