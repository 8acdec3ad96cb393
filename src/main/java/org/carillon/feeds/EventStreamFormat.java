package org.carillon.feeds;

import org.carillon.broadcast.Frame;
import org.carillon.broadcast.WireFormat;
import org.carillon.journal.Publication;

/** A publication as a server-sent event: its position as the id, everything else as one line of JSON. */
final class EventStreamFormat implements WireFormat {

    @Override
    public Frame encode(Publication publication) {
        // JSON text has no line break outside strings, and inside them it is escaped: one data line is enough.
        return Frame.of((publication.isNumbered() ? "id: " + publication.position() + "\n" : "") + "data: {" + PublicationJson.fields(publication) + "}\n\n");
    }
}
