package org.carillon;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What {@link Lifecycle} has begun, each with the way to end it: ended once, the latest first, on the container's thread.
 *
 * <p>CDI gives the earliest word of the end that is the same on every server. An EJB's {@code @PreDestroy} comes too late: when
 * Payara undeploys, the class loader is closed by then and no client can be told anything.
 */
@Singleton
class Teardown {

    private static final System.Logger LOG = System.getLogger(Teardown.class.getName());

    private final Deque<Step> begun = new ArrayDeque<>();

    @FunctionalInterface
    interface Step {
        void run() throws Exception;
    }

    /** @param end what ends that which was begun last */
    synchronized void add(Step end) {
        begun.push(end);
    }

    void onEnd(@Observes @BeforeDestroyed(ApplicationScoped.class) Object application) {
        end();
    }

    /** Has no effect the second time. */
    synchronized void end() {
        boolean ran = !begun.isEmpty();
        while (!begun.isEmpty()) {
            try {
                begun.pop().run();
            } catch (Exception failed) {
                // The rest must be ended all the same.
                LOG.log(WARNING, "Something could not be ended in order.", failed);
            }
        }
        if (ran) {
            LOG.log(INFO, "Background tasks stopped.");
        }
    }
}
