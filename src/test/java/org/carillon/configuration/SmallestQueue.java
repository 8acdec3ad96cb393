package org.carillon.configuration;

import java.time.Instant;
import org.carillon.api.Announcement;
import org.carillon.journal.Draft;
import org.carillon.journal.Position;
import org.carillon.journal.Publication;

/** The two ends that must meet: the least bytes that an operator may give to a client's queue, and the most that one publication has. */
public final class SmallestQueue {

    private static final int BYTES = 131_072;

    private SmallestQueue() {
    }

    /** Fails if an operator may set fewer. */
    public static int bytes() {
        try {
            TestConfiguration.of(Setting.QUEUE_BYTES.key(), String.valueOf(BYTES - 1)).integer(Setting.QUEUE_BYTES);
        } catch (InvalidSetting refused) {
            return TestConfiguration.of(Setting.QUEUE_BYTES.key(), String.valueOf(BYTES)).integer(Setting.QUEUE_BYTES);
        }
        throw new AssertionError("A smaller queue is allowed than the one that is tested.");
    }

    /** All that is bounded is at its bound, and each character of the names is one that JSON must escape. */
    public static Publication largestPublication() {
        var name = "\u0001".repeat(Announcement.MAX_NAME);
        var data = '"' + "\u00e9".repeat(Draft.MAX_DATA_BYTES / 2 - 1) + '"';
        var draft = new Draft(name, name, data);
        return new Publication(new Position("e".repeat(36), Long.MAX_VALUE), draft.channel(), draft.event(), draft.data(), Instant.parse("2026-01-31T12:00:05.123456789Z"));
    }
}
