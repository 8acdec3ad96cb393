package org.carillon.clients;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.ERROR;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;

/**
 * What one client's handlers are still to do, one after the other, in order and bounded. After each step the client goes to
 * the end of the pool's queue, so that one with much to do delays others by one step at a time. Safe for use by several threads.
 */
public final class Mailbox {

    private static final System.Logger LOG = System.getLogger(Mailbox.class.getName());

    private record Step(int bytes, Runnable work) {
    }

    private final HandlerPool pool;
    private final int maxWaiting;
    private final Queue<Step> waiting = new ArrayDeque<>();
    private boolean scheduled;

    Mailbox(HandlerPool pool, int maxWaiting) {
        this.pool = pool;
        this.maxWaiting = maxWaiting;
    }

    /**
     * Queues something; false if too much waits already, or the node is stopping.
     *
     * @param bytes what it holds in memory
     */
    public boolean offer(int bytes, Runnable work) {
        synchronized (this) {
            if (waiting.size() >= maxWaiting || !pool.take(bytes)) {
                return false;
            }
            return put(bytes, work);
        }
    }

    /** Queues what belongs to the end of a client and comes once, whatever waits; false only if the node is stopping. */
    public boolean offerLast(Runnable work) {
        synchronized (this) {
            return put(0, work);
        }
    }

    private boolean put(int bytes, Runnable work) {
        waiting.add(new Step(bytes, work));
        if (!scheduled) {
            scheduled = schedule();
        }
        if (!scheduled) {
            waiting.clear();
            pool.give(bytes);
        }
        return scheduled;
    }

    private boolean schedule() {
        try {
            pool.execute(this::turn);
            return true;
        } catch (RejectedExecutionException stopping) {
            LOG.log(DEBUG, "The handlers of a client are not called any more.", stopping);
            return false;
        }
    }

    private void turn() {
        Step step;
        synchronized (this) {
            step = waiting.remove();
        }
        try {
            step.work().run();
        } catch (Throwable failed) {
            // The work contains its own failures; what comes here is a mistake of ours, and must not end the client's turns.
            LOG.log(ERROR, "A step of a client failed.", failed);
        } finally {
            pool.give(step.bytes());
            goOn();
        }
    }

    private synchronized void goOn() {
        scheduled = !waiting.isEmpty() && schedule();
        if (!scheduled) {
            waiting.forEach(step -> pool.give(step.bytes()));
            waiting.clear();
        }
    }
}
