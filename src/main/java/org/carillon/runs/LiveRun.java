package org.carillon.runs;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.carillon.api.Announcement;
import org.carillon.api.TaskContext;
import org.carillon.api.TaskStopped;
import org.carillon.api.TaskStopped.Reason;
import org.carillon.binding.Binder;
import org.carillon.json.Json;
import org.carillon.monitoring.MonotonicClock;
import org.jdbi.v3.core.Handle;

/**
 * A run while this node has it in hand, and the context that its handler sees. The handler's thread is interrupted only while
 * it is inside the handler's code. Safe for use by several threads.
 */
public final class LiveRun implements TaskContext {

    /** How long a handler may take to return once it was interrupted; after that its run is recorded without it. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    /** Held by whoever writes down what the run said, so that nothing is written twice. */
    final ReentrantLock writing = new ReentrantLock();

    private final Claim claim;
    private final UUID node;
    private final Limits limits;
    private final Supplier<JsonObject> parameters;
    private final Supplier<Optional<JsonValue>> previous;
    private final MonotonicClock clock;
    private final LiveLines live;
    private final Consumer<Handle> then;
    private final RunVoice voice;
    private final Instant beganAt;
    private final long began;
    private final List<Announcement> published = new ArrayList<>();
    private Thread inside;
    private Reason asked;
    private long interruptedAt;
    private boolean interrupted;
    private boolean ended;
    private boolean back;
    private boolean givenUp;

    /**
     * @param claimed    the monotonic time that belongs to the claim's time
     * @param parameters what {@link #parameters} binds
     * @param previous   asks the database
     * @param then       what else changes with the record of the run, in its transaction
     */
    public LiveRun(Claim claim, UUID node, Limits limits, Supplier<JsonObject> parameters, Supplier<Optional<JsonValue>> previous,
            long claimed, MonotonicClock clock, LiveLines live, Consumer<Handle> then) {
        this.claim = claim;
        this.node = node;
        this.limits = limits;
        this.parameters = parameters;
        this.previous = previous;
        this.clock = clock;
        this.began = clock.nanos();
        this.beganAt = claim.claimedAt().plusMillis(clock.millisSince(claimed));
        this.live = live;
        this.then = then;
        this.voice = new RunVoice(claim, beganAt, clock, live);
    }

    public Claim claim() {
        return claim;
    }

    RunVoice voice() {
        return voice;
    }

    /** From here on the thread may be interrupted. */
    public synchronized void enter() {
        inside = Thread.currentThread();
        if (interrupted) {
            inside.interrupt();
        }
    }

    /** From here on it may not, and what it was told so far is forgotten: what follows must reach the database. */
    public synchronized void leave() {
        inside = null;
        Thread.interrupted();
    }

    /** Why the run should end; null if it may go on. */
    public synchronized Reason asked() {
        return asked;
    }

    /** Tells the run to end; the first reason stands, unless it was only the soft timeout. */
    public synchronized void stop(Reason reason) {
        if (asked != null && asked != Reason.SOFT_TIMEOUT) {
            return;
        }
        asked = reason;
        if (reason != Reason.SOFT_TIMEOUT) {
            interrupted = true;
            interruptedAt = clock.nanos();
            if (inside != null) {
                inside.interrupt();
            }
        }
    }

    /** Whether the caller is the one that records the run: the thread that worked on it, or the one that gave it up. */
    public synchronized boolean end() {
        boolean first = !ended;
        ended = true;
        return first;
    }

    synchronized boolean isEnded() {
        return ended;
    }

    /** What else changes with the record of the run, in its transaction. */
    public Consumer<Handle> then() {
        return then;
    }

    /** Does something unless the thread is back already. */
    synchronized void giveUp(Runnable unlessBack) {
        if (!back) {
            givenUp = true;
            unlessBack.run();
        }
    }

    /** The thread is back; says whether nobody waited for it any more. */
    synchronized boolean wasGivenUp() {
        back = true;
        return givenUp;
    }

    /** Looks at the clock. */
    void sweep() {
        long age = clock.millisSince(began);
        if (limits.hard() != null && age >= limits.hard().toMillis()) {
            stop(Reason.HARD_TIMEOUT);
        } else if (limits.soft() != null && age >= limits.soft().toMillis() && asked() == null) {
            stop(Reason.SOFT_TIMEOUT);
        }
        voice.sweep(false);
    }

    /** Whether the handler was interrupted and does not return. */
    synchronized boolean isStuck() {
        return interrupted && !ended && inside != null && clock.millisSince(interruptedAt) >= PATIENCE.toMillis();
    }

    /** Where the thread is: what an operator needs to find the loop. */
    synchronized StackTraceElement[] stack() {
        return inside == null ? new StackTraceElement[0] : inside.getStackTrace();
    }

    /** Shows that the attempt is over. */
    void showEnd(RunState state) {
        live.send(LiveLines.channel(claim.taskId()), "run.ended", Json.createObjectBuilder().add("run", claim.runId().toString())
                .add("attempt", claim.attempt()).add("fireTime", claim.fireAt().toString()).add("state", state.name()).build());
    }

    /** Shows what waits for its turn to be shown. */
    public void flush() {
        voice.sweep(true);
    }

    /** The lines of the log that nobody has written down yet. */
    public List<LogLine> logged() {
        return voice.unwritten().lines();
    }

    public synchronized List<Announcement> published() {
        return List.copyOf(published);
    }

    @Override
    public UUID runId() {
        return claim.runId();
    }

    @Override
    public String taskId() {
        return claim.taskId();
    }

    @Override
    public Instant fireTime() {
        return claim.fireAt();
    }

    @Override
    public Instant startTime() {
        return beganAt;
    }

    @Override
    public int attempt() {
        return claim.attempt();
    }

    @Override
    public long fence() {
        return claim.fence();
    }

    @Override
    public UUID node() {
        return node;
    }

    @Override
    public <P extends Record> P parameters(Class<P> type) {
        return Binder.bind(type, parameters.get());
    }

    @Override
    public void progress(long done, long total, String text) {
        voice.progress(new Progress(done, total, text));
    }

    @Override
    public void log(Level level, String text) {
        voice.log(level, text);
    }

    @Override
    public boolean shouldStop() {
        return asked() != null;
    }

    @Override
    public void checkpoint() {
        var reason = asked();
        if (reason != null) {
            throw new TaskStopped(reason);
        }
    }

    @Override
    public synchronized void publish(String channel, String event, JsonValue data) {
        if (published.size() == MAX_PUBLICATIONS) {
            throw new IllegalStateException("A run publishes at most " + MAX_PUBLICATIONS + " times; put what is more into one publication with a list.");
        }
        published.add(new Announcement(channel, event, data));
    }

    @Override
    public Optional<JsonValue> previousResult() {
        boolean mine;
        synchronized (this) {
            mine = inside == Thread.currentThread();
        }
        if (!mine) {
            return previous.get();
        }
        leave();
        try {
            return previous.get();
        } finally {
            enter();
        }
    }
}
