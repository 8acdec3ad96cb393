package org.carillon.broadcast;

import java.util.IdentityHashMap;
import java.util.Map;
import org.carillon.journal.Publication;

/** One publication in each wire format that is asked for, encoded once. For one thread. */
final class Encoded {

    private final Publication publication;
    private final Map<WireFormat, Frame> frames = new IdentityHashMap<>();

    Encoded(Publication publication) {
        this.publication = publication;
    }

    Frame in(WireFormat format) {
        return frames.computeIfAbsent(format, missing -> missing.encode(publication));
    }
}
