package org.carillon.engineio;

import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.carillon.broadcast.Frame;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What the polling bodies cost: several packets in one, read and written. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class EngineCodecBenchmark {

    private static final int PACKETS = 16;

    private final Frame frame = Frame.of("42[\"tick\",{\"n\":123456,\"pad\":\"" + "x".repeat(64) + "\"}]");
    private final List<Frame> frames = Collections.nCopies(PACKETS, frame);
    private final String body = EngineCodec.encodeBody(frames);

    @Benchmark
    public Object decodePacket() {
        return EngineCodec.decode(frame.text());
    }

    @Benchmark
    public Object decodeBodyOf16Packets() {
        return EngineCodec.decodeBody(body);
    }

    @Benchmark
    public Object encodeBodyOf16Packets() {
        return EngineCodec.encodeBody(frames);
    }
}
