package org.carillon.broadcast;

import java.util.concurrent.TimeUnit;
import org.carillon.monitoring.Counters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Group;
import org.openjdk.jmh.annotations.GroupThreads;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What a session's queue adds to each delivery. */
@State(Scope.Group)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class OutboundQueueBenchmark {

    /** As the settings have it. */
    private static final int FRAMES = 256;
    private static final int BYTES = 1 << 20;
    /** As many as a client that is a little late finds waiting. */
    private static final int WAITING = 16;

    private final OutboundQueue queue = new OutboundQueue(FRAMES, BYTES, new Backlog(Long.MAX_VALUE, new Counters()));
    private final Frame frame = Frame.of("42[\"tick\",{\"n\":123456,\"pad\":\"" + "x".repeat(64) + "\"}]");

    /** One thread: the usual case, where the tail thread sends at once. */
    @Benchmark
    @Group("alone")
    public Object offerAndPoll() {
        queue.offer(frame);
        return queue.poll();
    }

    /** A polling answer. */
    @Benchmark
    @Group("batch")
    public Object offerAndPollTogether() {
        for (int i = 0; i < WAITING; i++) {
            queue.offer(frame);
        }
        return queue.poll(BYTES, 1);
    }

    /** The tail thread against the container's. */
    @Benchmark
    @Group("contended")
    @GroupThreads(1)
    public boolean offer() {
        return queue.offer(frame);
    }

    @Benchmark
    @Group("contended")
    @GroupThreads(1)
    public Object poll() {
        return queue.poll();
    }
}
