package org.carillon.socketio;

import jakarta.json.Json;
import org.carillon.broadcast.Frame;
import org.carillon.broadcast.WireFormat;
import org.carillon.journal.Publication;

/** A publication as an event of the default namespace, in one Engine.IO message; the same on both transports. */
final class SocketIoFormat implements WireFormat {

    @Override
    public Frame encode(Publication publication) {
        return Frame.of("42[" + Json.createValue(publication.event()) + "," + publication.data() + "]");
    }
}
