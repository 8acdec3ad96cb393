package org.carillon.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;

/**
 * The floor for Java: a broadcaster that does nothing else. One selector thread, one direct buffer a broadcast, framed once and
 * written to each client; of WebSocket and Socket.IO just enough for the load. {@code main PORT}.
 */
final class NioPeer implements Runnable {

    /** Broadcasts that wait for the selector thread; the publisher waits for room. */
    private static final int WAITING = 16;

    private final Selector selector;
    private final ServerSocketChannel listener;
    private final BlockingQueue<ByteBuffer> broadcasts = new ArrayBlockingQueue<>(WAITING);

    private NioPeer(int port) throws IOException {
        selector = Selector.open();
        listener = ServerSocketChannel.open();
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_024).configureBlocking(false);
        listener.register(selector, SelectionKey.OP_ACCEPT);
    }

    public static void main(String[] arguments) throws IOException {
        var peer = new NioPeer(Integer.parseInt(arguments[0]));
        var loop = Executors.newSingleThreadExecutor();
        loop.execute(peer);
        var time = Executors.newSingleThreadScheduledExecutor();
        StandardInput.obey(new Publishing(time, (size, number) -> peer.publish(Payload.data(number, size))));
        time.shutdownNow();
        loop.shutdownNow();
    }

    private void publish(String data) {
        var frame = frame("42[\"" + Payload.EVENT + "\"," + data + "]");
        try {
            broadcasts.put(ByteBuffer.allocateDirect(frame.remaining()).put(frame).flip());
            selector.wakeup();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends when it is interrupted. */
    @Override
    public void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                selector.select(this::ready);
                for (var frame = broadcasts.poll(); frame != null; frame = broadcasts.poll()) {
                    broadcast(frame);
                }
            }
        } catch (IOException | RuntimeException broken) {
            // Otherwise the publisher would wait for this thread for ever.
            broken.printStackTrace();
            System.exit(1);
        }
    }

    private void ready(SelectionKey key) {
        if (key.attachment() instanceof NioClient client) {
            client.ready();
        } else {
            accept();
        }
    }

    private void accept() {
        try {
            for (var channel = listener.accept(); channel != null; channel = listener.accept()) {
                channel.configureBlocking(false);
                var key = channel.register(selector, SelectionKey.OP_READ);
                key.attach(new NioClient(channel, key));
            }
        } catch (IOException refused) {
            throw new IllegalStateException(refused);
        }
    }

    private void broadcast(ByteBuffer frame) {
        for (SelectionKey key : selector.keys()) {
            if (key.attachment() instanceof NioClient client && client.isConnected()) {
                client.send(frame.duplicate());
            }
        }
    }

    /** A text frame of a server. */
    static ByteBuffer frame(String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        var frame = ByteBuffer.allocate(bytes.length + 4).put((byte) 0x81);
        if (bytes.length < 126) {
            frame.put((byte) bytes.length);
        } else {
            frame.put((byte) 126).putShort((short) bytes.length);
        }
        return frame.put(bytes).flip();
    }
}
