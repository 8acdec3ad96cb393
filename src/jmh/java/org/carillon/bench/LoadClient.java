package org.carillon.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One Socket.IO client on a raw WebSocket, on the load's thread. It reads no more of a frame than it must, so that the load
 * costs less than the server that it measures.
 */
final class LoadClient {

    /** Bytes of the largest frame that is sent here. */
    private static final int BUFFER = 8_192;

    private static final byte[] TICK = ("42[\"" + Payload.EVENT + "\",{\"n\":").getBytes(StandardCharsets.US_ASCII);
    /** What is between two numbers. */
    private static final int NAME = ",\"t\":".length();

    private static final int TEXT = 1;
    private static final int CLOSE = 8;
    private static final int PING = 9;

    private enum State { HANDSHAKE, OPENED, CONNECTED }

    private final SocketChannel channel;
    private final ByteBuffer in = ByteBuffer.allocateDirect(BUFFER);
    private final Sequence[] sequences;
    private final Commits commits;
    private final Ticks ticks;
    private State state = State.HANDSHAKE;
    private int others;
    private long order;

    /** Is told of each publication. */
    @FunctionalInterface
    interface Ticks {

        /**
         * @param time      at which it was made
         * @param committed of its writer's last one, so that can be told now how long that one took; 0 if there is nothing to tell
         */
        void tick(int number, long time, Commits commits, long committed);
    }

    /** @param writers that number their publications apart, see {@link Appending} */
    LoadClient(SocketChannel channel, int writers, Ticks ticks) {
        this.channel = channel;
        this.sequences = IntStream.range(0, writers).mapToObj(writer -> new Sequence()).toArray(Sequence[]::new);
        this.commits = new Commits(writers);
        this.ticks = ticks;
    }

    Stream<Sequence> sequences() {
        return Stream.of(sequences);
    }

    long received() {
        return sequences().mapToLong(Sequence::received).sum();
    }

    /** A sum that two clients have in common if they have seen the same in the same order. */
    long order() {
        return order;
    }

    boolean isConnected() {
        return state == State.CONNECTED;
    }

    /** Messages that are neither publications nor protocol. */
    int others() {
        return others;
    }

    void shakeHands(int port, String path) throws IOException {
        var request = "GET " + path + "?EIO=4&transport=websocket HTTP/1.1\r\nHost: 127.0.0.1:" + port
                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";
        write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
    }

    /** @throws IOException if the connection has ended, or the server sends what it should not */
    void read() throws IOException {
        if (channel.read(in) < 0) {
            throw new IOException("the server closed the connection");
        }
        in.flip();
        boolean more = state != State.HANDSHAKE || head();
        while (more) {
            more = frame();
        }
        if (in.hasRemaining()) {
            in.compact();
        } else {
            in.clear();
        }
        if (!in.hasRemaining()) {
            throw new IOException("a frame of more than " + BUFFER + " bytes");
        }
    }

    private boolean head() throws IOException {
        for (int at = in.position() + 3; at < in.limit(); at++) {
            if (in.get(at) == '\n' && in.get(at - 1) == '\r' && in.get(at - 2) == '\n') {
                if (in.get(in.position() + 9) != '1') {
                    throw new IOException("the server refused: " + StandardCharsets.US_ASCII.decode(in.slice(in.position(), at - in.position())));
                }
                in.position(at + 1);
                state = State.OPENED;
                return true;
            }
        }
        return false;
    }

    /** False if the next frame is not whole yet. */
    private boolean frame() throws IOException {
        int at = in.position();
        int header = in.remaining() < 2 ? 2 : (in.get(at + 1) & 0x7f) < 126 ? 2 : 4;
        if (in.remaining() < header) {
            return false;
        }
        int length = header == 2 ? in.get(at + 1) & 0x7f : in.getShort(at + 2) & 0xffff;
        if (in.remaining() < header + length) {
            return false;
        }
        in.position(at + header + length);
        message(in.get(at) & 0x0f, at + header, length);
        return true;
    }

    private void message(int opcode, int at, int length) throws IOException {
        if (opcode == TEXT && length > 0) {
            text(at, length);
        } else if (opcode == PING) {
            write(ByteBuffer.wrap(new byte[] {(byte) 0x8a, (byte) 0x80, 0, 0, 0, 0}));
        } else if (opcode == CLOSE) {
            throw new IOException("the server closed with code " + (length < 2 ? "none" : in.getShort(at) & 0xffff));
        } else {
            others++;
        }
    }

    private void text(int at, int length) throws IOException {
        byte type = in.get(at);
        if (isTick(at, length)) {
            tick(at + TICK.length);
        } else if (type == '0') {
            write(masked("40"));
        } else if (type == '2') {
            write(masked("3"));
        } else if (type == '4' && length > 1 && in.get(at + 1) == '0') {
            state = State.CONNECTED;
        } else {
            others++;
        }
    }

    private boolean isTick(int at, int length) {
        boolean same = length > TICK.length && in.get(at) == '4';
        for (int i = 1; same && i < TICK.length; i++) {
            same = in.get(at + i) == TICK[i];
        }
        return same;
    }

    private void tick(int start) {
        int end = end(start);
        int number = (int) number(start, end);
        int second = end + NAME;
        end = end(second);
        long time = number(second, end);
        int third = end + NAME;
        long committed = in.get(third - 3) == 'c' ? number(third, end(third)) : 0;
        sequences[number % sequences.length].saw(number / sequences.length);
        order = order * 31 + number;
        ticks.tick(number, time, commits, committed);
    }

    private int end(int start) {
        int at = start;
        while (in.get(at) != ',') {
            at++;
        }
        return at;
    }

    private long number(int start, int end) {
        long number = 0;
        for (int at = start; at < end; at++) {
            number = number * 10 + in.get(at) - '0';
        }
        return number;
    }

    /** A text frame of a client, with a mask of zeros. */
    private static ByteBuffer masked(String text) {
        var frame = ByteBuffer.allocate(6 + text.length()).put((byte) 0x81).put((byte) (0x80 | text.length())).putInt(0);
        return frame.put(text.getBytes(StandardCharsets.US_ASCII)).flip();
    }

    private void write(ByteBuffer bytes) throws IOException {
        channel.write(bytes);
        if (bytes.hasRemaining()) {
            throw new IOException("the server does not read");
        }
    }
}
