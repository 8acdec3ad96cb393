package org.carillon.broadcast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.carillon.monitoring.SettableClock;
import org.carillon.server.Await;
import org.junit.jupiter.api.Test;

class SendLoopTest {

    private static final int MANY = 100_000;

    private final SettableClock clock = new SettableClock();
    private final Queue<Integer> waiting = new ArrayDeque<>();
    private final List<Integer> sent = new ArrayList<>();
    private final Queue<Runnable> inFlight = new ArrayDeque<>();
    private final SendLoop loop = new SendLoop(this::sendLater, clock);

    @Test
    void oneSendIsInFlightAtATime() {
        waiting.addAll(List.of(1, 2, 3));
        loop.flush();
        loop.flush();
        assertEquals(List.of(1), sent, "the second waits for the first to be done");
        inFlight.remove().run();
        assertEquals(List.of(1, 2), sent, "and follows it");
    }

    @Test
    void whatIsQueuedDuringASendIsSentAfterItWithoutAnotherFlush() {
        waiting.add(1);
        loop.flush();
        waiting.add(2);
        loop.flush();
        inFlight.remove().run();
        inFlight.remove().run();
        assertEquals(List.of(1, 2), sent, "nothing stays behind");
        waiting.add(3);
        loop.flush();
        assertEquals(List.of(1, 2, 3), sent, "and after a rest it goes on");
    }

    @Test
    void whatIsQueuedWhileTheLoopGoesToRestIsSent() {
        var late = new ArrayDeque<>(List.of(1));
        var resting = new AtomicReference<SendLoop>();
        resting.set(new SendLoop(done -> {
            boolean found = !waiting.isEmpty();
            if (found) {
                sent.add(waiting.remove());
            } else if (!late.isEmpty()) {
                waiting.add(late.remove());
                resting.get().flush();
            }
            return found;
        }, clock));
        resting.get().flush();
        assertEquals(List.of(1), sent, "a flush that comes after the last look is not forgotten");
    }

    @Test
    void sendsThatCompleteWithinTheCallDoNotNest() {
        var synchronously = new SendLoop(done -> {
            if (sent.size() == MANY) {
                return false;
            }
            sent.add(sent.size());
            done.run();
            return true;
        }, clock);
        synchronously.flush();
        assertEquals(MANY, sent.size(), "a long queue does not overflow the stack");
    }

    @Test
    void sendsThatCompleteLaterDoNotNestEither() {
        IntStream.range(0, MANY).forEach(waiting::add);
        loop.flush();
        while (!inFlight.isEmpty()) {
            inFlight.remove().run();
        }
        assertEquals(IntStream.range(0, MANY).boxed().toList(), sent, "all are sent in order");
    }

    @Test
    void aSendThatTakesTooLongIsStuckAndAnIdleLoopNever() {
        clock.advance(Duration.ofDays(1));
        assertFalse(loop.isStuck(10), "nothing is being sent");
        waiting.add(1);
        loop.flush();
        clock.advanceMillis(10);
        assertFalse(loop.isStuck(10), "the limit itself is allowed");
        clock.advanceMillis(1);
        assertTrue(loop.isStuck(10), "a millisecond more is not");
        waiting.add(2);
        inFlight.remove().run();
        assertFalse(loop.isStuck(10), "the next send has its own time");
        inFlight.remove().run();
        clock.advance(Duration.ofDays(1));
        assertFalse(loop.isStuck(10), "and with nothing left there is none");
    }

    @Test
    void threadsThatFlushAndCompleteAtOnceNeitherLoseNorDoubleNorMix() {
        var queue = new ConcurrentLinkedQueue<Integer>();
        var handed = new ConcurrentLinkedQueue<Runnable>();
        var out = new ConcurrentLinkedQueue<Integer>();
        var sending = new AtomicInteger();
        var most = new AtomicInteger();
        var shared = new SendLoop(done -> {
            var next = queue.poll();
            if (next == null) {
                return false;
            }
            most.accumulateAndGet(sending.incrementAndGet(), Math::max);
            out.add(next);
            Runnable complete = () -> {
                sending.decrementAndGet();
                done.run();
            };
            if (next % 3 == 0) {
                complete.run();
            } else {
                handed.add(complete);
            }
            return true;
        }, clock);
        var producer = new Thread(() -> IntStream.range(0, MANY).forEach(i -> {
            queue.add(i);
            shared.flush();
        }));
        var completer = new Thread(() -> {
            int left = MANY - (MANY + 2) / 3;
            while (left > 0 && !Thread.currentThread().isInterrupted()) {
                var done = handed.poll();
                if (done == null) {
                    Thread.onSpinWait();
                } else {
                    left--;
                    done.run();
                }
            }
        });
        producer.start();
        completer.start();
        try {
            Await.until("everything that was queued is sent", Duration.ofSeconds(30), () -> !producer.isAlive() && !completer.isAlive());
        } finally {
            completer.interrupt();
        }
        assertEquals(IntStream.range(0, MANY).boxed().toList(), List.copyOf(out), "each once and in order");
        assertEquals(1, most.get(), "one in flight, whichever thread flushes");
    }

    private boolean sendLater(Runnable done) {
        if (waiting.isEmpty()) {
            return false;
        }
        sent.add(waiting.remove());
        inFlight.add(done);
        return true;
    }
}
