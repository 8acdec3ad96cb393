package org.carillon.feeds;

import org.carillon.broadcast.Frame;
import org.carillon.broadcast.WireFormat;
import org.carillon.journal.Publication;

/** A publication as a message of {@code /feed}. */
final class FeedFormat implements WireFormat {

    @Override
    public Frame encode(Publication publication) {
        var position = publication.isNumbered() ? "\"position\":\"" + publication.position() + "\"," : "";
        return Frame.of("{\"type\":\"publication\"," + position + PublicationJson.fields(publication) + "}");
    }
}
