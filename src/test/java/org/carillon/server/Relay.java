package org.carillon.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A wire on loopback that a trial can cut: every byte to the target goes through it. Ends with {@link #close}. */
public final class Relay implements AutoCloseable {

    private static final int BUFFER_BYTES = 8_192;

    /** How long a direction that is held looks away before it looks again. */
    private static final long HELD_MILLIS = 20;

    /** What the wire does with new connections and with bytes under way. */
    public enum Mode {
        /** Everything goes through. */
        OPEN,
        /** New connections are closed at once, and so are those that exist. */
        REFUSE,
        /** Those that exist are reset; new ones go through. */
        CUT_ONCE,
        /** Nothing moves and nobody is told: what a lost network looks like. */
        HOLD,
        /** Only what the target says is held. */
        HOLD_ANSWERS,
        /**
         * A fifth of all new connections is closed, and one in twenty words of the client cut off, which is about one in five transactions: half of these
         * before the target hears of it, half after.
         */
        FLAKY
    }

    private final ServerSocket door;
    private final InetSocketAddress target;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final Random random;
    private volatile Mode mode = Mode.OPEN;

    /** @param random what a flaky wire does by chance */
    public Relay(InetSocketAddress target, Random random) throws IOException {
        this.random = random;
        this.target = target;
        this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        daemon(this::accept);
    }

    public int port() {
        return door.getLocalPort();
    }

    public void set(Mode wanted) {
        mode = wanted == Mode.CUT_ONCE ? Mode.OPEN : wanted;
        if (wanted == Mode.REFUSE || wanted == Mode.CUT_ONCE) {
            sockets.forEach(this::reset);
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
        sockets.forEach(this::reset);
    }

    private void accept() {
        try {
            while (!door.isClosed()) {
                var client = door.accept();
                if (mode == Mode.REFUSE || mode == Mode.FLAKY && fails()) {
                    reset(client);
                } else {
                    connect(client);
                }
            }
        } catch (IOException closed) {
            if (!door.isClosed()) {
                throw new IllegalStateException(closed);
            }
        }
    }

    private void connect(Socket client) {
        try {
            var server = new Socket(target.getAddress(), target.getPort());
            sockets.add(client);
            sockets.add(server);
            daemon(() -> carry(client, server, false));
            daemon(() -> carry(server, client, true));
        } catch (IOException targetIsAway) {
            reset(client);
        }
    }

    private void carry(Socket from, Socket to, boolean answers) {
        var buffer = new byte[BUFFER_BYTES];
        try (from; to) {
            for (int bytes = from.getInputStream().read(buffer); bytes > 0; bytes = from.getInputStream().read(buffer)) {
                while (mode == Mode.HOLD || answers && mode == Mode.HOLD_ANSWERS) {
                    Thread.sleep(HELD_MILLIS);
                }
                boolean cut = mode == Mode.FLAKY && !answers && random.nextInt(20) == 0;
                if (cut && random.nextBoolean()) {
                    throw new IOException("cut before the target heard of it");
                }
                to.getOutputStream().write(buffer, 0, bytes);
                if (cut) {
                    reset(from);
                }
            }
        } catch (IOException ended) {
            reset(to);
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
        } finally {
            sockets.remove(from);
            sockets.remove(to);
        }
    }

    private boolean fails() {
        return random.nextInt(5) == 0;
    }

    private void reset(Socket socket) {
        try (socket) {
            socket.setOption(StandardSocketOptions.SO_LINGER, 0);
        } catch (IOException | UnsupportedOperationException already) {
            sockets.remove(socket);
        }
    }

    private static void daemon(Runnable work) {
        var thread = new Thread(work, "relay");
        thread.setDaemon(true);
        thread.start();
    }
}
