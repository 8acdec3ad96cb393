package org.carillon.socketio;

import java.util.concurrent.atomic.AtomicBoolean;
import org.carillon.api.Ack;
import org.carillon.clients.ArgumentWriter;

/** The one answer to an event, if its client asked for one. Safe for use by several threads. */
final class Answer implements Ack {

    private final NamespaceClient client;
    private final long id;
    private final AtomicBoolean given = new AtomicBoolean();

    Answer(NamespaceClient client, long id) {
        this.client = client;
        this.id = id;
    }

    @Override
    public boolean isAsked() {
        return id != SocketPacket.NO_ID;
    }

    @Override
    public void send(Object... arguments) {
        // Written first: what cannot be sent leaves the answer to whoever says so.
        var written = ArgumentWriter.write(arguments);
        if (isAsked() && given.compareAndSet(false, true)) {
            client.acknowledge(id, written);
        }
    }
}
