package org.carillon.journal;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.carillon.api.Announcement;
import org.carillon.json.BoundedWriter;

/**
 * A publication that has no offset yet. Immutable.
 *
 * @param channel where it goes
 * @param event   the event's name
 * @param data    one JSON value as text, at most {@link #MAX_DATA_BYTES} in UTF-8
 * @param except  who hears one of these channels does not get it
 */
public record Draft(String channel, String event, String data, Set<String> except) {

    /**
     * Bytes of a publication's data. Each client's queue must hold several and the journal thousands of them; what is
     * larger belongs behind a link.
     */
    public static final int MAX_DATA_BYTES = 65_536;

    /** @throws IllegalArgumentException if the data is too long: it is refused here, while somebody can still be told */
    public Draft {
        int bytes = data.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_DATA_BYTES) {
            throw new IllegalArgumentException("The data of event '" + event + "' has " + bytes + " bytes; at most "
                    + MAX_DATA_BYTES + " can be published. Publish a link to it instead.");
        }
    }

    /** For everybody who hears the channel. */
    public Draft(String channel, String event, String data) {
        this(channel, event, data, Set.of());
    }

    /** @throws BoundedWriter.TooLarge if the data is too long; only so much of it is written as could be taken */
    public static Draft of(Announcement announcement) {
        var data = BoundedWriter.text(announcement.data(), "The data of event '" + announcement.event() + "'", MAX_DATA_BYTES);
        return new Draft(announcement.channel(), announcement.event(), data, announcement.except());
    }
}
