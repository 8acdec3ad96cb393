package org.carillon.runs;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import org.carillon.api.TaskStopped;
import org.carillon.api.TaskStopped.Reason;
import org.carillon.configuration.Database;
import org.carillon.nodes.Lease;

/**
 * Watches over the runs in hand: their timeouts, the lease, and what they say. {@link #sweep} needs no database, so that a
 * database that is away cannot keep a run from being stopped. Each method is called by one thread at a time.
 */
@Singleton
public class Watch {

    /** How exact timeouts are, and how soon a lost lease stops the work: well within the lease's margin of a second. */
    public static final Duration SWEEP = Duration.ofMillis(250);

    private final Workers workers;
    private final Completions completions;
    private final Lease lease;
    private final Database database;

    @Inject
    Watch(Workers workers, Completions completions, Lease lease, Database database) {
        this.workers = workers;
        this.completions = completions;
        this.lease = lease;
        this.database = database;
    }

    /** Stops what should stop, gives up what does not, and shows progress that waited for its turn. */
    public void sweep() {
        boolean held = lease.isHeld();
        for (LiveRun run : workers.live()) {
            if (!held) {
                run.stop(Reason.LEASE_LOST);
            }
            run.sweep();
            if (run.isStuck() && run.end()) {
                giveUp(run);
            }
        }
    }

    /**
     * Ends the workers, and waits for their runs as long as the setting says. The lease is kept meanwhile, by this thread because a
     * stopping container may run no other: else whoever lives would begin the runs that are about to end here.
     */
    public void stop() {
        workers.stop(() -> {
            lease.renew();
            sweep();
        });
    }

    private void giveUp(LiveRun run) {
        workers.abandon(run);
        var state = stateOf(run.asked());
        if (state == null) {
            workers.release(run.claim());
        } else {
            completions.leave(lastWords(run, Outcome.failed(run.claim(), state, new TaskStopped(run.asked()), run.then())));
        }
    }

    /** What it said since the last look goes with it, unless somebody is just writing that down: this thread must not wait. */
    private static Outcome lastWords(LiveRun run, Outcome outcome) {
        if (!run.writing.tryLock()) {
            return outcome;
        }
        try {
            return outcome.with(run.voice().unwritten());
        } finally {
            run.writing.unlock();
        }
    }

    /** What a run that was asked to end is recorded as; null if it stays open for whoever lives. */
    public static RunState stateOf(Reason asked) {
        return switch (asked) {
            case CANCELLED -> RunState.CANCELLED;
            case SOFT_TIMEOUT, HARD_TIMEOUT -> RunState.TIMED_OUT;
            case LEASE_LOST, NODE_STOPPING -> null;
        };
    }

    /** Cancels what somebody wants cancelled, and writes down what the runs said. Asks the database. */
    public void look() {
        if (workers.inHand().isEmpty()) {
            return;
        }
        database.jdbi().withHandle(handle -> RunTable.cancelAsked(handle, lease.node()))
                .forEach(id -> workers.find(id).ifPresent(run -> run.stop(Reason.CANCELLED)));
        List.copyOf(workers.live()).forEach(this::write);
    }

    private void write(LiveRun run) {
        if (!run.writing.tryLock()) {
            return;
        }
        try {
            var said = run.voice().unwritten();
            if (!said.isEmpty() && !run.isEnded()) {
                database.jdbi().useTransaction(handle -> NoteTable.write(handle, said));
                run.voice().written(said);
            }
        } finally {
            run.writing.unlock();
        }
    }
}
