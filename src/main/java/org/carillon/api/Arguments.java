package org.carillon.api;

import jakarta.json.JsonArray;
import jakarta.json.JsonValue;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * The arguments of an event or an acknowledgement as they travel: JSON in which {@code {"_placeholder":true,"num":n}} stands
 * for the n-th attachment. Immutable but for the buffers, which nobody writes to and whoever reads duplicates.
 */
public record Arguments(JsonArray values, List<ByteBuffer> attachments) {

    /** Binary parts of one event or acknowledgement; the reference's bound. */
    public static final int MAX_ATTACHMENTS = 10;

    public static final Arguments NONE = new Arguments(JsonValue.EMPTY_JSON_ARRAY, List.of());

    /** @throws IllegalArgumentException if there are more than {@value #MAX_ATTACHMENTS} attachments */
    public Arguments {
        attachments = attachments.stream().map(ByteBuffer::asReadOnlyBuffer).toList();
        if (attachments.size() > MAX_ATTACHMENTS) {
            throw new IllegalArgumentException("An event has " + attachments.size() + " binary parts; use at most " + MAX_ATTACHMENTS + ".");
        }
    }
}
