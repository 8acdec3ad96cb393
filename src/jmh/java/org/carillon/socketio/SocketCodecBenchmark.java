package org.carillon.socketio;

import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.carillon.journal.Position;
import org.carillon.journal.Publication;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What a packet costs to read, and a publication to write. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class SocketCodecBenchmark {

    private static final String DATA = "{\"n\":123456,\"t\":1764036000123456789,\"pad\":\"" + "x".repeat(46) + "\"}";

    private final Publication publication = new Publication(new Position("bench", 1), "everyone", "tick", DATA, Instant.EPOCH);
    private final SocketIoFormat format = SocketIoFormat.PLAIN;
    private final String event = "2[\"tick\"," + DATA + "]";
    private final String acknowledged = "2/admin,123456[\"move\",17,\"a short text\",{\"x\":1.5,\"y\":[1,2,3],\"deep\":{\"on\":true}}]";

    @Benchmark
    public Object decodeConnect() {
        return SocketCodec.decode("0");
    }

    @Benchmark
    public Object decodeEvent() {
        return SocketCodec.decode(event);
    }

    @Benchmark
    public Object decodeEventWithNamespaceAndId() {
        return SocketCodec.decode(acknowledged);
    }

    @Benchmark
    public Object encodePublication() {
        return format.encode(publication);
    }
}
