package org.carillon.bench;

import java.io.IOException;
import java.util.List;

/** A peer of the benchmark's own class path. */
record PeerServer(int port, Conversation process) implements Server {

    static Server start(Peer peer, Class<?> main) throws IOException {
        int port = Processes.freePort();
        var process = new Conversation(Processes.startJava(main, Processes.folder(peer.key()), List.of(port)));
        var greeting = process.answer();
        if (!greeting.equals("ready")) {
            process.close();
            throw new IOException(peer.key() + " did not start: " + greeting);
        }
        return new PeerServer(port, process);
    }

    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public void publish(Options options) throws IOException {
        process.tell("start " + options.rate() + " " + options.size() + " " + options.limit());
    }

    @Override
    public long stop() throws IOException {
        process.tell("stop");
        return Long.parseLong(process.answer());
    }

    @Override
    public void close() {
        process.close();
    }
}
