package org.carillon.socketio;

import org.carillon.broadcast.Frame;
import org.carillon.broadcast.WireFormat;
import org.carillon.clients.RoomNames;
import org.carillon.journal.Publication;

/**
 * A publication as an event of its channel's namespace, in one Engine.IO message; the same on both transports. Clients that may
 * come back get its position as the last argument, or null if it is not in the journal: a position of its own it has not, and
 * clients' libraries take a text in that place for one.
 */
enum SocketIoFormat implements WireFormat {

    PLAIN {
        @Override
        String data(Publication publication) {
            return publication.data();
        }
    },

    WITH_POSITION {
        @Override
        String data(Publication publication) {
            return publication.data() + (publication.isNumbered() ? ",\"" + publication.position() + '"' : ",null");
        }
    };

    @Override
    public Frame encode(Publication publication) {
        return PacketWriter.event(RoomNames.namespace(publication.channel()), publication.event(), data(publication));
    }

    abstract String data(Publication publication);
}
