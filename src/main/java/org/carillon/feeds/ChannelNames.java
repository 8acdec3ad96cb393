package org.carillon.feeds;

import java.util.Set;
import org.carillon.api.Announcement;

/** Which channels a client of a plain door may name. Has no state. */
final class ChannelNames {

    /** Channels of one connection: far more than a page shows, and few enough for one query. */
    static final int MAX_CHANNELS = 128;

    static final String RULE = "use 1 to " + Announcement.MAX_NAME + " characters and no control character.";

    private ChannelNames() {
    }

    static boolean isValid(String name) {
        return !name.isEmpty() && name.length() <= Announcement.MAX_NAME && isText(name);
    }

    /** Whether it can be written on the wire as it is: half a surrogate pair has no form in UTF-8. */
    static boolean isText(String name) {
        return name.codePoints().noneMatch(c -> Character.isISOControl(c) || c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }

    static boolean areValid(Set<String> names) {
        return names.size() <= MAX_CHANNELS && names.stream().allMatch(ChannelNames::isValid);
    }
}
