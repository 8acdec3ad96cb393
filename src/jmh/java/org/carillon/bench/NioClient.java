package org.carillon.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Queue;

/** One client of the {@link NioPeer}, on its thread: the two handshakes, and what did not fit its socket. */
final class NioClient {

    /** Frames that wait for one client; one more, and it is closed. */
    private static final int MAX_WAITING = 256;

    private static final String WEBSOCKET = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final String OPEN = "0{\"sid\":\"bench\",\"upgrades\":[],\"pingInterval\":25000,\"pingTimeout\":20000,\"maxPayload\":1000000}";

    private final SocketChannel channel;
    private final SelectionKey key;
    private final ByteBuffer in = ByteBuffer.allocate(1_024);
    private final Queue<ByteBuffer> waiting = new ArrayDeque<>();
    private boolean upgraded;
    private boolean connected;

    NioClient(SocketChannel channel, SelectionKey key) {
        this.channel = channel;
        this.key = key;
    }

    boolean isConnected() {
        return connected;
    }

    void ready() {
        try {
            if (key.isWritable()) {
                drain();
            }
            if (key.isValid() && key.isReadable()) {
                read();
            }
        } catch (IOException gone) {
            close();
        }
    }

    /** Writes at once, or when the socket has room. */
    void send(ByteBuffer frame) {
        try {
            if (waiting.isEmpty()) {
                channel.write(frame);
            }
            if (frame.hasRemaining()) {
                waiting.add(frame);
                key.interestOpsOr(SelectionKey.OP_WRITE);
            }
            if (waiting.size() > MAX_WAITING) {
                close();
            }
        } catch (IOException gone) {
            close();
        }
    }

    private void drain() throws IOException {
        while (!waiting.isEmpty()) {
            channel.write(waiting.peek());
            if (waiting.peek().hasRemaining()) {
                return;
            }
            waiting.remove();
        }
        key.interestOpsAnd(~SelectionKey.OP_WRITE);
    }

    /** After the upgrade the load's first message is its CONNECT; nothing that it sends later needs an answer. */
    private void read() throws IOException {
        if (channel.read(in) < 0) {
            close();
        } else if (upgraded) {
            in.clear();
            if (!connected) {
                send(NioPeer.frame("40{\"sid\":\"bench\"}"));
                connected = true;
            }
        } else {
            upgrade(new String(in.array(), 0, in.position(), StandardCharsets.US_ASCII));
        }
    }

    private void upgrade(String head) {
        if (!head.endsWith("\r\n\r\n")) {
            return;
        }
        in.clear();
        upgraded = true;
        int start = head.indexOf("Sec-WebSocket-Key: ") + 19;
        var answer = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
                + accept(head.substring(start, head.indexOf('\r', start))) + "\r\n\r\n";
        send(ByteBuffer.wrap(answer.getBytes(StandardCharsets.US_ASCII)));
        send(NioPeer.frame(OPEN));
    }

    private static String accept(String key) {
        try {
            var digest = MessageDigest.getInstance("SHA-1").digest((key + WEBSOCKET).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private void close() {
        connected = false;
        key.cancel();
        try {
            channel.close();
        } catch (IOException gone) {
            System.err.println("A client could not be closed: " + gone);
        }
    }
}
