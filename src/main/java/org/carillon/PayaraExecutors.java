package org.carillon;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.WARNING;

import java.util.concurrent.ExecutorService;

/**
 * Ends an executor that Payara made for an annotation: Payara itself never does, and its threads would keep each redeployed
 * application in memory. Found by reflection; elsewhere there is nothing to do. Has no state.
 */
final class PayaraExecutors {

    private static final String PACKAGE = "org.glassfish.enterprise.concurrent.";

    private static final System.Logger LOG = System.getLogger(PayaraExecutors.class.getName());

    private PayaraExecutors() {
    }

    static void end(ExecutorService managed) {
        var type = managed.getClass();
        if (!type.getName().startsWith(PACKAGE)) {
            LOG.log(DEBUG, "{0} is ended by the container.", type);
            return;
        }
        try {
            inner(managed).shutdownNow();
        } catch (ReflectiveOperationException | RuntimeException changed) {
            LOG.log(WARNING, "Payara's executor could not be ended: its threads stay until the server stops.", changed);
        }
    }

    /** An injected executor is the pool itself; a looked-up one is an adapter, which refuses to be shut down by an application. */
    private static ExecutorService inner(ExecutorService managed) throws ReflectiveOperationException {
        if (!managed.getClass().getSimpleName().endsWith("Adapter")) {
            return managed;
        }
        var inner = managed.getClass().getDeclaredField("executor");
        inner.setAccessible(true);
        return (ExecutorService) inner.get(managed);
    }
}
