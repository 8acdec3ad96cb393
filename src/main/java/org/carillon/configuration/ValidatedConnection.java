package org.carillon.configuration;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.INFO;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import org.carillon.monitoring.MonotonicClock;

/**
 * A pooled connection that is asked whether it still works before its first use after a rest, and is replaced if it does not.
 * Neither server does that for its pool: after a restart of the database as many calls would fail as connections were pooled.
 * Inside a transaction nothing is replaced, because half of it would be lost. Belongs to one thread at a time, as its pool sees to.
 */
final class ValidatedConnection implements InvocationHandler {

    /** A connection that worked this short a time ago is believed to work: one question in 500 ms costs nothing. */
    static final long REST_MILLIS = 500;

    /** How long the question may take; together with the driver's timeouts it must stay below a lease. */
    private static final int VALID_SECONDS = 2;

    /** What begins work or leads to it. Getters do not count, as long as they are answered: pools call them, and a dead connection answers them. */
    private static final Set<String> USES = Set.of("createStatement", "prepareStatement", "prepareCall", "setAutoCommit");
    private static final Set<String> STATEMENTS = Set.of("createStatement", "prepareStatement", "prepareCall");
    /** What a connection that the driver has closed need not be replaced for. */
    private static final Set<String> NO_USES = Set.of("close", "abort", "isClosed", "isValid", "getWarnings", "clearWarnings");
    private static final Set<String> ENDS = Set.of("commit", "rollback");

    private static final System.Logger LOG = System.getLogger(ValidatedConnection.class.getName());

    @FunctionalInterface
    interface Opener {
        Connection open() throws SQLException;
    }

    private final Opener opener;
    private final MonotonicClock clock;
    private Connection physical;
    private long used;
    private boolean autoCommit = true;
    private boolean inTransaction;
    private Integer isolation;
    private Boolean readOnly;

    private ValidatedConnection(Opener opener, MonotonicClock clock) throws SQLException {
        this.opener = opener;
        this.clock = clock;
        this.physical = opener.open();
        this.used = clock.nanos();
    }

    static Connection of(Opener opener) throws SQLException {
        return of(opener, MonotonicClock.system());
    }

    static Connection of(Opener opener, MonotonicClock clock) throws SQLException {
        return (Connection) Proxy.newProxyInstance(ValidatedConnection.class.getClassLoader(), new Class<?>[] {Connection.class},
                new ValidatedConnection(opener, clock));
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        if (method.getDeclaringClass() == Object.class) {
            return ofObject(proxy, method, arguments);
        }
        var name = method.getName();
        try {
            boolean isUnanswerable = !inTransaction && physical.isClosed() && !NO_USES.contains(name);
            if (isUnanswerable && name.equals("setClientInfo")) {
                // Payara does that when it is given one back, and logs a stack trace if it cannot: there is nothing to set it on.
                return null;
            }
            // Not even a getter is answered by a connection that the driver knows to be closed, and Jdbi begins with one.
            if (isUnanswerable || USES.contains(name)) {
                validate();
            }
            var answer = call(method, arguments);
            remember(name, arguments);
            follow(name, arguments, true);
            return answer;
        } catch (Throwable failed) {
            follow(name, arguments, false);
            throw failed;
        }
    }

    private void validate() throws SQLException {
        if (inTransaction || works()) {
            return;
        }
        close(physical);
        var fresh = opener.open();
        fresh.setAutoCommit(autoCommit);
        if (isolation != null) {
            fresh.setTransactionIsolation(isolation);
        }
        if (readOnly != null) {
            fresh.setReadOnly(readOnly);
        }
        physical = fresh;
        LOG.log(INFO, "A pooled connection to the database had broken while it rested; it is replaced.");
    }

    /** A driver that met the failure itself has closed the connection, and knows so without asking. */
    private boolean works() throws SQLException {
        return !physical.isClosed() && (clock.millisSince(used) < REST_MILLIS || physical.isValid(VALID_SECONDS));
    }

    /** What a call that went well says about the connection. */
    private void remember(String name, Object[] arguments) {
        switch (name) {
            case "setTransactionIsolation" -> isolation = (Integer) arguments[0];
            case "setReadOnly" -> readOnly = (Boolean) arguments[0];
            default -> { }
        }
        if (USES.contains(name) || isEnd(name, arguments)) {
            used = clock.nanos();
        }
    }

    /**
     * Where the caller's transaction stands, whether the call went well or not: a commit that fails ends it too. Who could not change the
     * mode gives the connection back, and the next one begins as with a new one.
     */
    private void follow(String name, Object[] arguments, boolean wentWell) {
        if (isEnd(name, arguments)) {
            inTransaction = false;
        } else if (name.equals("setAutoCommit")) {
            autoCommit = !wentWell || (boolean) arguments[0];
            inTransaction &= !autoCommit;
        } else if (wentWell && STATEMENTS.contains(name)) {
            inTransaction = !autoCommit;
        }
    }

    private static boolean isEnd(String name, Object[] arguments) {
        return ENDS.contains(name) && arguments == null;
    }

    private Object call(Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(physical, arguments);
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause();
        }
    }

    private Object ofObject(Object proxy, Method method, Object[] arguments) {
        return switch (method.getName()) {
            case "equals" -> proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            default -> "validated " + physical;
        };
    }

    private static void close(Connection broken) {
        try {
            broken.close();
        } catch (SQLException already) {
            LOG.log(DEBUG, "The broken connection could not be closed.", already);
        }
    }
}
