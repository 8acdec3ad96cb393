package org.carillon;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Collections;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * What {@link Lifecycle} has begun, each with the way to end it: ended once, the latest first, on the container's thread.
 *
 * <p>CDI gives the earliest word of the end that is the same on every server. An EJB's {@code @PreDestroy} comes too late: when
 * Payara undeploys, the class loader is closed by then and no client can be told anything.
 */
@Singleton
class Teardown {

    private static final System.Logger LOG = System.getLogger(Teardown.class.getName());

    /** Without a lock: a late start adds to it while its own end is waited for. */
    private final Queue<Step> begun = Collections.asLifoQueue(new ConcurrentLinkedDeque<>());

    @FunctionalInterface
    interface Step {
        void run() throws Exception;
    }

    /** @param end what ends that which was begun last */
    void add(Step end) {
        begun.add(end);
    }

    void onEnd(@Observes @BeforeDestroyed(ApplicationScoped.class) Object application) {
        end();
    }

    /** Has no effect the second time. */
    void end() {
        boolean ran = !begun.isEmpty();
        for (var next = begun.poll(); next != null; next = begun.poll()) {
            try {
                next.run();
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
