package org.carillon.feeds;

import org.carillon.journal.Publication;
import org.carillon.json.Json;

/** A publication's fields as both plain doors write them, without the braces around them. Has no state. */
final class PublicationJson {

    private PublicationJson() {
    }

    static String fields(Publication publication) {
        var place = publication.isNumbered() ? "\"offset\":" + publication.offset() + ",\"time\":\"" + publication.time() + "\"," : "";
        return place + "\"channel\":" + Json.createValue(publication.channel())
                + ",\"event\":" + Json.createValue(publication.event()) + ",\"data\":" + publication.data();
    }
}
