package org.carillon.broadcast;

import java.util.IdentityHashMap;
import java.util.Map;
import org.carillon.broadcast.SlowClients.Policy;
import org.carillon.journal.Publication;

/** One publication in each wire format that is asked for, encoded once. For one thread. */
final class Encoded {

    private final Publication publication;
    private final Policy policy;
    private final Map<WireFormat, Frame> frames = new IdentityHashMap<>();

    /** @param policy of the publication's channel for slow clients */
    Encoded(Publication publication, Policy policy) {
        this.publication = publication;
        this.policy = policy;
    }

    Frame in(WireFormat format) {
        return frames.computeIfAbsent(format, this::encode);
    }

    private Frame encode(WireFormat format) {
        var frame = format.encode(publication);
        return policy == Policy.DISCONNECT ? frame : frame.in(new Frame.Lane(publication.channel(), format, policy));
    }
}
