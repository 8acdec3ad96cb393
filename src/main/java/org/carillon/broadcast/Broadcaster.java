package org.carillon.broadcast;

import static java.lang.System.Logger.Level.ERROR;
import static jakarta.interceptor.Interceptor.Priority.PLATFORM_BEFORE;

import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.carillon.journal.Publication;

/** From one publication to every session's queue. Called by the tail thread alone. */
@Singleton
public class Broadcaster {

    private static final System.Logger LOG = System.getLogger(Broadcaster.class.getName());

    private final Sessions sessions;

    @Inject
    Broadcaster(Sessions sessions) {
        this.sessions = sessions;
    }

    /** Observes before all others, so that no other observer can delay or prevent what clients see. */
    void broadcast(@Observes @Priority(PLATFORM_BEFORE) Publication publication) {
        var encoded = new Encoded(publication);
        for (LiveSession session : sessions.all()) {
            try {
                session.publish(publication, encoded);
            } catch (RuntimeException failed) {
                // One client's container session in an unforeseen state must not cost the others their order.
                LOG.log(ERROR, "Session " + session.id() + " is closed, because it could not be sent to.", failed);
                session.close(Disconnect.CONNECTION_LOST);
            }
        }
    }
}
