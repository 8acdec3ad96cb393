package org.carillon.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;

/**
 * The clients, in a process of their own and on one thread: {@code main PORT PATH CLIENTS STALLED WRITERS}. Says {@code ready} when all are connected, and the last of them have stopped to read;
 * then {@code begin} and {@code end} bound the window, and {@code finish N} waits for what was published and is answered with
 * the {@link Tally}.
 */
final class Load {

    /** Handshakes under way at once: no server's accept queue is the thing measured. */
    private static final int OPENING = 64;

    /** Bytes that the kernel takes for a client that does not read; the default grows to megabytes, and hides it for so long. */
    private static final int STALLED_BUFFER = 8_192;

    private static final long CONNECT_NANOS = 180_000_000_000L;
    private static final long FINISH_NANOS = 10_000_000_000L;
    private static final long LOOK_MILLIS = 100;

    private final int port;
    private final String path;
    private final int size;
    private final int stalled;
    private final int writers;
    private final Selector selector = Selector.open();
    private final List<LoadClient> clients = new ArrayList<>();
    private final Latencies latencies = new Latencies();
    private final Latencies lags = new Latencies();
    private final Queue<String[]> commands = new ConcurrentLinkedQueue<>();
    private int opening;
    private int closed;
    private boolean ready;
    private boolean inWindow;
    private long now;
    private long expected = -1;
    private long deadline;

    private Load(int port, String path, int size, int stalled, int writers) throws IOException {
        this.port = port;
        this.path = path;
        this.size = size;
        this.stalled = stalled;
        this.writers = writers;
    }

    public static void main(String[] arguments) throws IOException {
        var load = new Load(Integer.parseInt(arguments[0]), arguments[1], Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3]), Integer.parseInt(arguments[4]));
        var listener = Executors.newSingleThreadExecutor();
        listener.execute(() -> listen(load));
        try {
            load.run();
        } catch (IOException | RuntimeException failed) {
            // The thread that listens would keep the process, and the benchmark would wait for it.
            failed.printStackTrace();
            System.exit(1);
        }
        System.exit(0);
    }

    private static void listen(Load load) {
        try {
            StandardInput.forEachCommand(load::tell);
        } catch (IOException broken) {
            System.err.println("The benchmark can no longer be heard: " + broken);
        }
        load.tell("exit");
    }

    private void tell(String... command) {
        commands.add(command);
        selector.wakeup();
    }

    private void run() throws IOException {
        open();
        deadline = System.nanoTime() + CONNECT_NANOS;
        boolean ended = false;
        while (!ended) {
            selector.select(this::ready, LOOK_MILLIS);
            open();
            tellIfReady();
            for (var command = commands.poll(); command != null; command = commands.poll()) {
                ended |= obey(command);
            }
            tellIfFinished();
        }
    }

    private void tellIfReady() {
        if (!ready && clients.size() == size && opening == 0) {
            ready = true;
            stall();
            System.out.println("ready");
        } else if (!ready && System.nanoTime() > deadline) {
            throw new IllegalStateException((clients.size() - opening) + " clients are connected; the others were not answered in time");
        }
    }

    /** What they have not read is never asked for again: the kernel's buffers fill, then the server's queue. */
    private void stall() {
        var last = Set.copyOf(clients.subList(size - stalled, size));
        selector.keys().stream().filter(key -> last.contains((LoadClient) key.attachment())).forEach(key -> key.interestOps(0));
        clients.removeAll(last);
    }

    private void open() throws IOException {
        while (!ready && opening < OPENING && clients.size() < size) {
            var channel = SocketChannel.open();
            channel.configureBlocking(false);
            if (clients.size() >= size - stalled) {
                channel.setOption(StandardSocketOptions.SO_RCVBUF, STALLED_BUFFER);
            }
            channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            var client = new LoadClient(channel, writers, this::tick);
            channel.register(selector, SelectionKey.OP_CONNECT, client);
            clients.add(client);
            opening++;
        }
    }

    private void ready(SelectionKey key) {
        var client = (LoadClient) key.attachment();
        boolean before = client.isConnected();
        now = System.nanoTime();
        try {
            if (key.isConnectable()) {
                ((SocketChannel) key.channel()).finishConnect();
                key.interestOps(SelectionKey.OP_READ);
                client.shakeHands(port, path);
            } else {
                client.read();
            }
            if (!before && client.isConnected()) {
                opening--;
            }
        } catch (IOException gone) {
            lost(key, before, gone);
        }
    }

    private void lost(SelectionKey key, boolean wasConnected, IOException why) {
        if (!wasConnected) {
            throw new IllegalStateException("Client " + clients.size() + " could not connect: " + why.getMessage(), why);
        }
        closed++;
        key.cancel();
        System.err.println("A client was closed: " + why.getMessage());
    }

    private void tick(int number, long time, Commits commits, long committed) {
        long lag = commits.lag(number, now, committed);
        if (inWindow) {
            latencies.add(now - time);
            if (lag >= 0) {
                lags.add(lag);
            }
        }
    }

    /** True if this was the last. */
    private boolean obey(String[] command) {
        switch (command[0]) {
            case "begin" -> inWindow = true;
            case "end" -> inWindow = false;
            case "finish" -> {
                expected = Long.parseLong(command[1]);
                deadline = System.nanoTime() + FINISH_NANOS;
            }
            default -> {
                return true;
            }
        }
        return false;
    }

    private void tellIfFinished() {
        if (expected < 0) {
            return;
        }
        boolean all = clients.stream().allMatch(client -> client.received() == expected);
        if (all || System.nanoTime() > deadline) {
            latencies.sort();
            lags.sort();
            System.out.println(Tally.of(clients, latencies, lags, expected, closed).line());
            expected = -1;
        }
    }
}
