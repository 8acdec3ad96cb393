package org.carillon.server;

import java.net.URI;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** A WebSocket that keeps what it gets and answers nothing unless it is told to. */
public final class RawWebSocket implements WebSocket.Listener, AutoCloseable {

    private final List<String> messages = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final StringBuilder part = new StringBuilder();
    private final StringBuilder binaryPart = new StringBuilder();
    private final boolean answersPings;
    private volatile WebSocket socket;
    private CompletableFuture<?> sending = CompletableFuture.completedFuture(null);

    private RawWebSocket(boolean answersPings) {
        this.answersPings = answersPings;
    }

    /** Connects and answers Engine.IO pings, as every client does. */
    public static RawWebSocket connect(URI uri) {
        return connect(uri, true);
    }

    public static RawWebSocket connect(URI uri, boolean answersPings) {
        return Http.join(connecting(uri, answersPings));
    }

    /** With a cookie, as a browser sends it with the upgrade. */
    public static RawWebSocket connect(URI uri, String cookie) {
        return Http.join(connecting(uri, true, "Cookie", cookie));
    }

    /** As {@link #connect(URI)}, without waiting; each that has come says this at once, however many are still to come. */
    public static CompletableFuture<RawWebSocket> connecting(URI uri, String first) {
        return connecting(uri, true).thenCompose(raw -> raw.sent(() -> raw.socket.sendText(first, true)).thenApply(sent -> raw));
    }

    private static CompletableFuture<RawWebSocket> connecting(URI uri, boolean answersPings, String... headers) {
        var raw = new RawWebSocket(answersPings);
        var builder = Http.CLIENT.newWebSocketBuilder().connectTimeout(Duration.ofSeconds(10));
        for (int i = 0; i < headers.length; i += 2) {
            builder.header(headers[i], headers[i + 1]);
        }
        return builder.buildAsync(uri, raw).thenApply(socket -> {
            raw.socket = socket;
            return raw;
        });
    }

    /** The HTTP status with which an upgrade is refused. */
    public static int refusal(URI uri, String... headers) {
        var builder = Http.CLIENT.newWebSocketBuilder();
        for (int i = 0; i < headers.length; i += 2) {
            builder.header(headers[i], headers[i + 1]);
        }
        try {
            Http.join(builder.buildAsync(uri, new RawWebSocket(false))).abort();
            return 101;
        } catch (CompletionException refused) {
            if (refused.getCause() instanceof WebSocketHandshakeException handshake) {
                return handshake.getResponse().statusCode();
            }
            throw refused;
        }
    }

    public void send(String text) {
        Http.join(sent(() -> socket.sendText(text, true)));
    }

    public void send(byte[] binary) {
        Http.join(sent(() -> socket.sendBinary(ByteBuffer.wrap(binary), true)));
    }

    /** Sends one message in two fragments. */
    public void sendInParts(String first, String second) {
        Http.join(sent(() -> socket.sendText(first, false).thenCompose(half -> socket.sendText(second, true))));
    }

    /** One after the other, the answers to pings too: the client refuses to send while it sends. */
    private synchronized CompletableFuture<?> sent(Supplier<CompletableFuture<WebSocket>> next) {
        sending = sending.handle((done, failed) -> null).thenCompose(free -> next.get());
        return sending;
    }

    /** Sends so many fragments, of one character each, of a text that does not end; stops when the server has closed. */
    public void sendParts(int count) {
        for (int i = 0; i < count && !closed.isDone() && !socket.isOutputClosed(); i++) {
            Http.join(sent(() -> socket.sendText("4", false)));
        }
    }

    public String await(String promise, Predicate<String> wanted) {
        Await.until(promise, Duration.ofSeconds(20), () -> messages.stream().anyMatch(wanted));
        return messages.stream().filter(wanted).findFirst().orElseThrow();
    }

    /** Waits for this many messages that are no pings; returns them. */
    public List<String> awaitPackets(int count) {
        Await.until(count + " packets; so far " + messages, Duration.ofSeconds(20), () -> packets().size() >= count);
        return packets().subList(0, count);
    }

    private List<String> packets() {
        return messages.stream().filter(message -> !message.equals("2")).toList();
    }

    public List<String> messages() {
        return messages;
    }

    /** The close code, once the server has closed. */
    public int awaitClosed() {
        return Http.join(closed);
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        part.append(data);
        if (last) {
            var text = part.toString();
            part.setLength(0);
            messages.add(text);
            if (answersPings && text.equals("2")) {
                sent(() -> from.sendText("3", true));
            }
        }
        from.request(1);
        return null;
    }

    /** Kept as {@code <hexadecimal digits>}. */
    @Override
    public CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
        var bytes = new byte[data.remaining()];
        data.get(bytes);
        binaryPart.append(HexFormat.of().formatHex(bytes));
        if (last) {
            messages.add("<" + binaryPart + ">");
            binaryPart.setLength(0);
        }
        from.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        closed.complete(code);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        closed.complete(1006);
    }

    @Override
    public void close() {
        socket.abort();
    }
}
