package org.carillon.server;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waits for a condition with a deadline. */
public final class Await {

    private static final long LOOK_MILLIS = 50;

    private Await() {
    }

    /** @throws AssertionError naming the promise, if it does not come true in time */
    public static void until(String promise, Duration deadline, Callable<Boolean> condition) {
        long end = System.nanoTime() + deadline.toNanos();
        var never = new CountDownLatch(1);
        try {
            while (!condition.call()) {
                if (System.nanoTime() > end) {
                    throw new AssertionError("Not within " + deadline + ": " + promise);
                }
                never.await(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException | RuntimeException stopped) {
            throw new IllegalStateException("While waiting: " + promise, stopped);
        } catch (Exception failed) {
            throw new AssertionError("While waiting: " + promise, failed);
        }
    }
}
