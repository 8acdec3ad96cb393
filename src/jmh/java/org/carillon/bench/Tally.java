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
 * @param lags      microseconds from the commit to reading, where they are told: median, 99th percentile, most
 * @param lost      publications that a client never saw, summed over clients
 * @param doubled   publications that a client saw again
 * @param reordered publications that a client saw after a later one
 * @param closed    clients whose connection ended
 * @param others    messages that were not expected
 * @param order     what clients have in common that have seen the same in the same order
 * @param apart     clients that have not seen what the first has
 */
record Tally(long delivered, long p50, long p99, Lags lags, long lost, long doubled, long reordered, long closed, long others, long order, long apart) {

    record Lags(long p50, long p99, long most) {
    }

    static Tally of(List<LoadClient> clients, Latencies latencies, Latencies lags, long published, int closed) {
        long received = clients.stream().mapToLong(LoadClient::received).sum();
        long order = clients.isEmpty() ? 0 : clients.get(0).order();
        return new Tally(latencies.counted(), latencies.percentile(0.50), latencies.percentile(0.99), new Lags(lags.percentile(0.50), lags.percentile(0.99), lags.percentile(1)),
                published * clients.size() - received,
                clients.stream().flatMap(LoadClient::sequences).mapToLong(Sequence::doubled).sum(),
                clients.stream().flatMap(LoadClient::sequences).mapToLong(Sequence::reordered).sum(),
                closed, clients.stream().mapToLong(LoadClient::others).sum(), order, clients.stream().filter(client -> client.order() != order).count());
    }

    /** As {@link #parse} reads it. */
    String line() {
        return LongStream.of(delivered, p50, p99, lags.p50(), lags.p99(), lags.most(), lost, doubled, reordered, closed, others, order, apart).mapToObj(Long::toString).collect(Collectors.joining(" "));
    }

    static Tally parse(String line) {
        var numbers = Stream.of(line.split(" ")).mapToLong(Long::parseLong).toArray();
        return new Tally(numbers[0], numbers[1], numbers[2], new Lags(numbers[3], numbers[4], numbers[5]), numbers[6], numbers[7], numbers[8], numbers[9], numbers[10],
                numbers[11], numbers[12]);
    }
}
