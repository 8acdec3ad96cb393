package org.carillon.access;

import static java.lang.System.Logger.Level.DEBUG;

import jakarta.servlet.http.WebConnection;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/**
 * A request that Payara keeps open for us, in asynchronous mode or as a WebSocket, and how to end it. Payara ends it wherever it is
 * asked to: also where it still works on it, and also a second time when its client has gone meanwhile, which it has seen and ended
 * by itself. Then what it uses again is given to two, and requests of others fail. It does not say how far it is but in fields of its
 * own; on another version, whose fields have other names, the request is ended at once, as on every other server. Safe for use by
 * several threads.
 */
final class PayaraRequest {

    private static final System.Logger LOG = System.getLogger(PayaraRequest.class.getName());

    private static final String SERVED = "afterService";

    @FunctionalInterface
    interface Step {
        void run() throws Exception;
    }

    private final Object request;
    private final Object response;
    private final Object connection;

    private PayaraRequest(Object request, Object response, Object connection) {
        this.request = request;
        this.response = response;
        this.connection = connection;
    }

    /** To be called on the thread that serves the request. */
    static PayaraRequest of(Object owner, String field) {
        try {
            var request = Private.follow(owner, field);
            var response = Private.follow(request, "coyoteRequest", "response");
            // An earlier use may have left it true, if its end overtook the end of its service.
            Private.set(request, SERVED, false);
            Private.follow(request, "resume");
            Private.follow(response, "suspendedContext");
            Private.follow(response, "suspendState");
            return new PayaraRequest(request, response, Private.follow(request, "coyoteRequest", "request", "connection"));
        } catch (ReflectiveOperationException | RuntimeException otherVersion) {
            LOG.log(DEBUG, "The container does not say how far it is with a request.", otherVersion);
            return new PayaraRequest(null, null, null);
        }
    }

    /**
     * Ends it by itself and leaves its connection to the client's next request; does nothing if the client has gone.
     *
     * @param isOurs whether the container has not given the request to somebody else meanwhile
     * @return false if it is too early
     */
    boolean end(Callable<?> isOurs, Step end) throws Exception {
        if (request == null) {
            end.run();
            return true;
        }
        // The lock under which the container learns that a client has gone.
        synchronized (Private.follow(response, "suspendedContext")) {
            if (isOurs.call() == null) {
                return true;
            }
            if (!isServed()) {
                return false;
            }
            if (Private.follow(response, "suspendState").toString().equals("SUSPENDED")) {
                end.run();
                forgetStack();
            }
            return true;
        }
    }

    /**
     * If that found out that the client had gone, the connection keeps the exception, whose stack has classes of ours, and the request
     * keeps the connection, and the container's thread keeps the request, also when the application has gone.
     */
    private void forgetStack() throws ReflectiveOperationException {
        var reason = Private.follow(connection, "closeReason");
        if (reason != null && Private.follow(reason, "cause") instanceof Throwable cause
                && Stream.of(cause.getStackTrace()).anyMatch(frame -> frame.getClassName().equals(PayaraRequest.class.getName()))) {
            Private.set(reason, "cause", null);
        }
    }

    /**
     * Ends it by the end of its connection, once what is on its way to the client is out: the container does not use again what it
     * loses like that, so it does not matter who else is at work with it.
     *
     * @param end what the container does then, but for going on with the connection
     * @return false if it is too early
     */
    boolean endWithConnection(Step end) throws Exception {
        if (request == null) {
            end.run();
            return true;
        }
        if (!isServed()) {
            return false;
        }
        // As if it were served still: the container would go on with the connection later, and is not asked to.
        Private.set(request, SERVED, false);
        end.run();
        connection.getClass().getMethod("closeSilently").invoke(connection);
        return true;
    }

    /** Ends its connection with what is on its way. */
    void cut() throws ReflectiveOperationException {
        if (request != null) {
            connection.getClass().getMethod("terminateSilently").invoke(connection);
        }
    }

    /** Has the container call this where it would close the request itself. */
    void closeBy(WebConnection own) {
        try {
            if (request != null) {
                Private.set(request, "webConnection", own);
            }
        } catch (ReflectiveOperationException | RuntimeException otherVersion) {
            LOG.log(DEBUG, "The container closes what it cannot read by itself.", otherVersion);
        }
    }

    private boolean isServed() throws ReflectiveOperationException {
        return (Boolean) Private.follow(request, SERVED);
    }
}
