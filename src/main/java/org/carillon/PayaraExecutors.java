package org.carillon;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.WARNING;

import java.util.concurrent.ExecutorService;

/**
 * Ends an executor that Payara made for an annotation: Payara itself never does, and its threads would keep each redeployed
 * application in memory. Found by reflection; elsewhere there is nothing to do. Has no state.
 */
final class PayaraExecutors {

    private static final String ADAPTER = "org.glassfish.enterprise.concurrent.ManagedScheduledExecutorServiceAdapter";

    private static final System.Logger LOG = System.getLogger(PayaraExecutors.class.getName());

    private PayaraExecutors() {
    }

    static void end(ExecutorService managed) {
        if (!managed.getClass().getName().equals(ADAPTER)) {
            LOG.log(DEBUG, "{0} is ended by the container.", managed.getClass());
            return;
        }
        try {
            // The adapter refuses to be shut down by an application; the executor behind it does not.
            var inner = managed.getClass().getDeclaredField("executor");
            inner.setAccessible(true);
            ((ExecutorService) inner.get(managed)).shutdownNow();
        } catch (ReflectiveOperationException | RuntimeException changed) {
            LOG.log(WARNING, "Payara's executor could not be ended: its threads stay until the server stops.", changed);
        }
    }
}
