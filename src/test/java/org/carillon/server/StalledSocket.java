package org.carillon.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A client that shakes hands, joins, and then reads nothing more. */
public final class StalledSocket implements AutoCloseable {

    /** The head of a request for a WebSocket, but for its target. */
    public static final String HANDSHAKE = "GET %s HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";

    private static final String GET = "GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n";

    private final Socket socket = new Socket();

    /** @param early texts that come with the handshake, before it is answered */
    public StalledSocket(RunningServer server, String path, String... early) throws IOException {
        this(server);
        var first = new ByteArrayOutputStream();
        first.writeBytes(HANDSHAKE.formatted(path).getBytes(StandardCharsets.US_ASCII));
        for (String text : early) {
            first.writeBytes(frame(text));
        }
        socket.getOutputStream().write(first.toByteArray());
        readUntil("\r\n\r\n");
    }

    private StalledSocket(RunningServer server) throws IOException {
        socket.setReceiveBufferSize(4_096);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
        socket.setSoTimeout(10_000);
    }

    /** One that asks by plain HTTP, and reads nothing of the answer. */
    public static StalledSocket get(RunningServer server, String target) throws IOException {
        var stalled = new StalledSocket(server);
        stalled.socket.getOutputStream().write(GET.formatted(target).getBytes(StandardCharsets.US_ASCII));
        return stalled;
    }

    /** Sends a text of at most 125 bytes, masked with zeros. */
    public void send(String text) throws IOException {
        socket.getOutputStream().write(frame(text));
    }

    private static byte[] frame(String text) {
        var payload = text.getBytes(StandardCharsets.UTF_8);
        var frame = new byte[6 + payload.length];
        frame[0] = (byte) 0x81;
        frame[1] = (byte) (0x80 | payload.length);
        System.arraycopy(payload, 0, frame, 6, payload.length);
        return frame;
    }

    public void readUntil(String end) throws IOException {
        var seen = new StringBuilder();
        while (seen.indexOf(end) < 0) {
            int next = socket.getInputStream().read();
            if (next < 0) {
                throw new IOException("ended after " + seen);
            }
            seen.append((char) next);
        }
    }

    /** Whether the server has ended the connection: what it had sent before is read away, bounded in time. */
    public boolean isEnded(Duration within) throws IOException {
        socket.setSoTimeout((int) within.toMillis());
        var buffer = new byte[65_536];
        try {
            int read = 0;
            while (read >= 0) {
                read = socket.getInputStream().read(buffer);
            }
            return true;
        } catch (java.net.SocketTimeoutException open) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
