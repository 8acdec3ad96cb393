package org.carillon.socketio;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.carillon.api.Arguments;
import org.carillon.api.Client;
import org.carillon.monitoring.MonotonicClock;

/**
 * The acknowledgements that are awaited from one client. Safe for use by several threads; completes nothing on the thread
 * that calls.
 */
final class AwaitedAcks {

    private record Awaited(CompletableFuture<Arguments> future, long since, Duration timeout) {
    }

    private final MonotonicClock clock;
    private final Consumer<Runnable> later;
    private final Map<Long, Awaited> awaited = new HashMap<>();
    private long next;

    /** @param later runs what completes a future, where users' code may run */
    AwaitedAcks(MonotonicClock clock, Consumer<Runnable> later) {
        this.clock = clock;
        this.later = later;
    }

    /** The id to ask with; {@link SocketPacket#NO_ID} if too many are awaited already. */
    synchronized long await(Duration timeout, CompletableFuture<Arguments> future) {
        if (awaited.size() >= Client.MAX_AWAITED_ACKS) {
            return SocketPacket.NO_ID;
        }
        awaited.put(next, new Awaited(future, clock.nanos(), timeout));
        return next++;
    }

    /** One that nobody awaits, or no more, has no effect. */
    void complete(long id, Arguments arguments) {
        Awaited answered;
        synchronized (this) {
            answered = awaited.remove(id);
        }
        if (answered != null) {
            later.accept(() -> answered.future().complete(arguments));
        }
    }

    void sweep() {
        var late = new ArrayList<Awaited>();
        synchronized (this) {
            awaited.values().removeIf(each -> clock.millisSince(each.since()) >= each.timeout().toMillis() && late.add(each));
        }
        late.forEach(each -> later.accept(() -> each.future().completeExceptionally(new TimeoutException("The client did not acknowledge within " + each.timeout() + "."))));
    }

    /** The client has left. */
    void fail() {
        List<Awaited> all;
        synchronized (this) {
            all = List.copyOf(awaited.values());
            awaited.clear();
        }
        if (!all.isEmpty()) {
            later.accept(() -> all.forEach(each -> each.future().completeExceptionally(new IllegalStateException("The client has left."))));
        }
    }
}
