package org.carillon.trials;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.carillon.server.Http;

/** A reader of {@code /events} that comes back, to whichever node it is told, and checks that it got everything once and in order. */
final class Client implements Flow.Subscriber<String>, AutoCloseable {

    /** Offsets between two that one client has seen: of other channels, or missed. */
    record Leap(long after, long before) {
    }

    /** What all clients of a trial have seen, and what they complain of. */
    static final class Ledger {
        final Queue<Leap> leaps = new ConcurrentLinkedQueue<>();
        final Map<Long, String> data = new ConcurrentHashMap<>();
        final Queue<String> complaints = new ConcurrentLinkedQueue<>();
        final AtomicInteger returns = new AtomicInteger();
    }

    private final Ledger ledger;
    private final Supplier<URI> node;
    private volatile boolean closed;
    private volatile String position;
    private volatile long last;
    private volatile CompletableFuture<?> stream;
    private volatile Flow.Subscription lines;
    private String id;

    Client(Ledger ledger, Supplier<URI> node) {
        this.ledger = ledger;
        this.node = node;
        connect();
    }

    long last() {
        return last;
    }

    private void connect() {
        var request = HttpRequest.newBuilder(node.get().resolve("/events"));
        if (position != null) {
            request.header("Last-Event-ID", position);
        }
        id = null;
        stream = Http.CLIENT.sendAsync(request.build(), BodyHandlers.fromLineSubscriber(this)).whenComplete((answer, failed) -> comeBack());
    }

    private void comeBack() {
        if (!closed) {
            ledger.returns.incrementAndGet();
            CompletableFuture.delayedExecutor(300, TimeUnit.MILLISECONDS).execute(this::connect);
        }
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        lines = subscription;
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(String line) {
        if (line.startsWith("id: ")) {
            id = line.substring(4);
        } else if (line.startsWith("event: gap")) {
            ledger.complaints.add("a gap was told after " + position);
        } else if (line.startsWith("data: ") && id != null) {
            take(id, line.substring(6));
            id = null;
        }
    }

    private void take(String at, String data) {
        long offset = Long.parseLong(at.substring(at.indexOf(':') + 1));
        if (offset <= last) {
            ledger.complaints.add("offset " + offset + " came after " + last);
        } else if (last != 0 && offset != last + 1) {
            ledger.leaps.add(new Leap(last, offset));
        }
        var known = ledger.data.putIfAbsent(offset, data);
        if (known != null && !known.equals(data)) {
            ledger.complaints.add("offset " + offset + " has two contents");
        }
        last = offset;
        position = at;
    }

    @Override
    public void onError(Throwable broken) {
        // The stream's future ends with it, and the client comes back.
    }

    @Override
    public void onComplete() {
        // The same.
    }

    @Override
    public void close() {
        closed = true;
        if (lines != null) {
            lines.cancel();
        }
        stream.cancel(true);
    }
}
