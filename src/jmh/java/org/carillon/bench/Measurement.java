package org.carillon.bench;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What one peer did in one window.
 *
 * @param clients that read
 */
record Measurement(Tally tally, ProcessorTime server, ProcessorTime load, double seconds, int clients) {

    /** Connects the load, publishes, and looks at the window alone. */
    static Measurement take(Server server, Options options) throws IOException, InterruptedException {
        try (var load = connect(server, "/socket.io/", options.clients(), options.stalled(), 1)) {
            server.publish(options);
            TimeUnit.SECONDS.sleep(options.warmup());
            long begin = System.nanoTime();
            var serverBefore = ProcessorTime.of(server.pid());
            var loadBefore = ProcessorTime.of(load.pid());
            load.tell("begin");
            TimeUnit.SECONDS.sleep(options.seconds());
            load.tell("end");
            var used = ProcessorTime.of(server.pid()).since(serverBefore);
            var usedByLoad = ProcessorTime.of(load.pid()).since(loadBefore);
            double seconds = (System.nanoTime() - begin) / 1e9;
            load.tell("finish " + server.stop());
            return new Measurement(Tally.parse(load.answer()), used, usedByLoad, seconds, options.clients() - options.stalled());
        }
    }

    /**
     * Returns when all clients are connected.
     *
     * @param writers that number their publications apart
     */
    static Conversation connect(Server server, String path, int clients, int stalled, int writers) throws IOException {
        var load = new Conversation(Processes.startJava(Load.class, Processes.folder("load"), List.of(server.port(), path, clients, stalled, writers)));
        load.answer();
        return load;
    }

    /** Thousands of deliveries for each CPU-second of the server. */
    double perCpuSecond() {
        return tally.delivered() / server.total() / 1_000;
    }

    /** Publications that reached the clients, a second. */
    double reached() {
        return tally.delivered() / seconds / clients;
    }

    /** Microseconds of the server's own code for each delivery. */
    double userMicros() {
        return server.user() * 1e6 / Math.max(1, tally.delivered());
    }

    /** Microseconds of the kernel, the receiver's share included, for each delivery. */
    double systemMicros() {
        return server.system() * 1e6 / Math.max(1, tally.delivered());
    }

    /** Processors that the load kept busy: near 1 it is the load that was measured. */
    double loadProcessors() {
        return load.total() / seconds;
    }
}
