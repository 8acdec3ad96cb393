package org.carillon.clients;

import java.util.ArrayDeque;
import java.util.Queue;
import org.carillon.api.Publisher;
import org.carillon.api.Rooms;
import org.carillon.configuration.Configuration;
import org.carillon.configuration.TestConfiguration;
import org.carillon.monitoring.Counters;

/** Makes this room's beans for tests: handlers run when the test says so, on its own thread. */
public final class TestHandlers {

    private final Queue<Runnable> turns = new ArrayDeque<>();
    private final HandlerCatalogue catalogue = new HandlerCatalogue(null, new Counters());
    private final HandlerPool pool;
    private boolean stopped;

    public TestHandlers(Object... handlers) {
        this(TestConfiguration.of(), handlers);
    }

    public TestHandlers(Configuration configuration, Object... handlers) {
        pool = new HandlerPool(configuration, new Counters()) {
            @Override
            void execute(Runnable turn) {
                if (stopped) {
                    throw new java.util.concurrent.RejectedExecutionException();
                }
                turns.add(turn);
            }
        };
        catalogue.add(new Object());
        for (Object handler : handlers) {
            catalogue.add(handler);
        }
    }

    public HandlerCatalogue catalogue() {
        return catalogue;
    }

    public HandlerPool pool() {
        return pool;
    }

    public static Rooms rooms(Publisher publisher) {
        return new JournalRooms(publisher);
    }

    /** Runs what waits, and what that makes wait. */
    public void runAll() {
        while (runOne()) {
            // One turn after the other.
        }
    }

    public boolean runOne() {
        var turn = turns.poll();
        if (turn != null) {
            turn.run();
        }
        return turn != null;
    }

    /** From now on nothing is run. */
    void stop() {
        stopped = true;
    }
}
