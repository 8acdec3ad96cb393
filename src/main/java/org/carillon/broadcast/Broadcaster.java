package org.carillon.broadcast;

import static jakarta.interceptor.Interceptor.Priority.PLATFORM_BEFORE;

import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.carillon.journal.Publication;

/**
 * From one publication to every session's queue. Called by the tail thread for numbered publications, and for unnumbered ones
 * by any.
 */
@Singleton
public class Broadcaster {

    private final Sessions sessions;

    @Inject
    Broadcaster(Sessions sessions) {
        this.sessions = sessions;
    }

    /** Observes before all others, so that no other observer can delay or prevent what clients see. */
    void broadcast(@Observes @Priority(PLATFORM_BEFORE) Publication publication) {
        var encoded = new Encoded(publication, sessions.slowClients().policyOf(publication.channel()));
        for (Subscription subscription : sessions.channels().of(publication.channel())) {
            sessions.withSession(subscription.session(), session -> subscription.publish(publication, encoded));
        }
    }
}
