package org.carillon.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoadClientTest {

    private static final String HEAD = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n";

    private final List<Long> times = new ArrayList<>();
    private SocketChannel server;
    private SocketChannel channel;
    private LoadClient client;

    @BeforeEach
    void connect() throws IOException {
        try (var listener = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            channel = SocketChannel.open(listener.getLocalAddress());
            server = listener.accept();
        }
        client = new LoadClient(channel, 1, (number, time, commits, committed) -> times.add(time));
    }

    @AfterEach
    void close() throws IOException {
        server.close();
        channel.close();
    }

    @Test
    void framesAreFoundWhereverTheReadsCutThem() throws IOException {
        for (byte one : bytes(HEAD, "0{}", "40{\"sid\":\"a\"}", tick(0, 7, 10), tick(1, 8, 200), "2", tick(2, 9, 10))) {
            server.write(ByteBuffer.wrap(new byte[] {one}));
            client.read();
        }
        assertTrue(client.isConnected());
        assertEquals(3, client.received());
        assertEquals(List.of(7L, 8L, 9L), times);
        assertEquals(0, client.others());
        assertEquals("40" + "3", sentByClient());
    }

    @Test
    void severalFramesInOneReadAreAllFound() throws IOException {
        server.write(ByteBuffer.wrap(bytes(HEAD, "0{}", "40{}", tick(0, 7, 10), tick(1, 8, 10), "42[\"else\",{}]")));
        client.read();
        assertEquals(2, client.received());
        assertEquals(1, client.others());
    }

    @Test
    void theNumbersOfEachWriterAreASequenceOfTheirOwn() throws IOException {
        var lags = new ArrayList<Long>();
        client = new LoadClient(channel, 2, (number, time, commits, committed) -> lags.add(commits.lag(number, time, committed)));
        server.write(ByteBuffer.wrap(bytes(HEAD, "0{}", "40{}", text(0, 10, 0), text(1, 20, 0), text(3, 30, 18), text(2, 40, 3), text(5, 50, 18))));
        client.read();
        assertEquals(5, client.received());
        assertEquals(0, client.sequences().mapToInt(Sequence::reordered).sum(), "writers are in no order with each other");
        assertEquals(List.of(-1L, -1L, 2L, 7L, -1L), lags, "of each writer's last publication; nothing is said twice");
    }

    private static String text(long number, long time, long committed) {
        return "42[\"tick\",{\"n\":" + number + ",\"t\":" + time + ",\"c\":" + committed + ",\"pad\":\"\"}]";
    }

    @Test
    void aRefusalIsNoConnection() throws IOException {
        server.write(ByteBuffer.wrap("HTTP/1.1 503 Service Unavailable\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
        assertThrows(IOException.class, client::read);
        assertFalse(client.isConnected());
    }

    @Test
    void aCloseFrameEndsTheConnection() throws IOException {
        server.write(ByteBuffer.wrap(bytes(HEAD)));
        server.write(ByteBuffer.wrap(new byte[] {(byte) 0x88, 2, 0x0f, (byte) 0xa3}));
        server.shutdownOutput();
        var closed = assertThrows(IOException.class, () -> {
            client.read();
            client.read();
        });
        assertTrue(closed.getMessage().endsWith("4003"), closed.getMessage());
    }

    private static String tick(long number, long time, int padding) {
        return "42[\"tick\",{\"n\":" + number + ",\"t\":" + time + ",\"pad\":\"" + Payload.padding(padding) + "\"}]";
    }

    private static byte[] bytes(String head, String... texts) {
        var all = ByteBuffer.allocate(4_096).put(head.getBytes(StandardCharsets.US_ASCII));
        for (String text : texts) {
            all.put(NioPeer.frame(text));
        }
        return Arrays.copyOf(all.array(), all.position());
    }

    /** What the client's frames say; their masks are zeros. */
    private String sentByClient() throws IOException {
        var sent = ByteBuffer.allocate(64);
        server.configureBlocking(false);
        server.read(sent);
        var text = new StringBuilder();
        for (sent.flip(); sent.hasRemaining();) {
            int length = sent.getShort() & 0x7f;
            sent.getInt();
            var payload = new byte[length];
            sent.get(payload);
            text.append(new String(payload, StandardCharsets.US_ASCII));
        }
        return text.toString();
    }
}
