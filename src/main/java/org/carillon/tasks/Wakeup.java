package org.carillon.tasks;

import jakarta.inject.Singleton;
import org.jdbi.v3.core.Handle;

/** Brings the next tick forward on this node, when something has become due before its time was known. Safe for use by several threads. */
@Singleton
class Wakeup {

    private volatile Runnable tick = () -> { };
    private volatile boolean changed;

    /** @param sooner must be quick and must not throw */
    void onWakeup(Runnable sooner) {
        tick = sooner;
    }

    /** When the transaction that makes something due is committed, and never if it is not. */
    void afterCommit(Handle handle) {
        handle.afterCommit(() -> tick.run());
    }

    /** As {@link #afterCommit}, for a change of what tasks there are. */
    void afterChange(Handle handle) {
        handle.afterCommit(() -> {
            changed = true;
            tick.run();
        });
    }

    void now() {
        tick.run();
    }

    /** Whether there was a change since the last call. */
    boolean takeChange() {
        boolean was = changed;
        // Before the look, so that a change which comes during it is seen by the next.
        changed = false;
        return was;
    }
}
