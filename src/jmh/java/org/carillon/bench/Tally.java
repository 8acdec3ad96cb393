package org.carillon.bench;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * What the clients saw: deliveries and latencies within the window, losses over the whole time from the first publication on.
 *
 * @param delivered within the window, by all clients
 * @param p50       microseconds from publishing to reading
 * @param p99       microseconds from publishing to reading
 * @param lost      publications that a client never saw, summed over clients
 * @param doubled   publications that a client saw again
 * @param reordered publications that a client saw after a later one
 * @param closed    clients whose connection ended
 * @param others    messages that were not expected
 */
record Tally(long delivered, long p50, long p99, long lost, long doubled, long reordered, long closed, long others) {

    static Tally of(List<LoadClient> clients, Latencies latencies, long published, int closed) {
        long received = clients.stream().mapToLong(client -> client.sequence().received()).sum();
        return new Tally(latencies.counted(), latencies.percentile(0.50), latencies.percentile(0.99),
                published * clients.size() - received,
                clients.stream().mapToLong(client -> client.sequence().doubled()).sum(),
                clients.stream().mapToLong(client -> client.sequence().reordered()).sum(),
                closed, clients.stream().mapToLong(LoadClient::others).sum());
    }

    /** As {@link #parse} reads it. */
    String line() {
        return LongStream.of(delivered, p50, p99, lost, doubled, reordered, closed, others).mapToObj(Long::toString).collect(Collectors.joining(" "));
    }

    static Tally parse(String line) {
        var numbers = Stream.of(line.split(" ")).mapToLong(Long::parseLong).toArray();
        return new Tally(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5], numbers[6], numbers[7]);
    }
}
