package org.carillon.administration;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.ContextNotActiveException;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.transaction.Status;
import jakarta.transaction.SystemException;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.Transactional;
import jakarta.transaction.UserTransaction;
import java.sql.Connection;
import java.sql.SQLException;
import javax.naming.InitialContext;
import javax.sql.DataSource;
import org.carillon.api.BackgroundTask;
import org.carillon.api.Task;
import org.carillon.api.TaskContext;
import org.carillon.api.TaskResult;

/** A user's handler that tries what a bean in a container may use. */
@ApplicationScoped
@Task(id = "surroundings")
public class SurroundingsTask implements BackgroundTask {

    /** Lives as long as a request. */
    @RequestScoped
    public static class Visit {

        private int calls;

        public int call() {
            return ++calls;
        }
    }

    /** A bean of the user's with interceptors of the container. */
    @ApplicationScoped
    public static class Helper {

        @Inject
        private Visit visit;
        @Resource(lookup = "java:comp/TransactionSynchronizationRegistry")
        private TransactionSynchronizationRegistry registry;

        @ActivateRequestContext
        public int callTwice() {
            visit.call();
            return visit.call();
        }

        @Transactional
        public boolean isInTransaction() {
            return registry.getTransactionStatus() == Status.STATUS_ACTIVE;
        }
    }

    @Inject
    private Helper helper;
    @Inject
    private Visit visit;
    @Resource
    private UserTransaction injected;
    @Resource(lookup = "java:app/jdbc/carillon")
    private DataSource pool;

    @Override
    public TaskResult run(TaskContext context) throws Exception {
        var naming = new InitialContext();
        var executor = (ManagedExecutorService) naming.lookup("java:comp/DefaultManagedExecutorService");
        var loader = Thread.currentThread().getContextClassLoader();
        return TaskResult.of(Json.createObjectBuilder().add("thread", Thread.currentThread().getName()).add("module", (String) naming.lookup("java:module/ModuleName"))
                .add("classes", loader.loadClass(SurroundingsTask.class.getName()) == SurroundingsTask.class).add("executor", executor.submit(() -> "reached").get())
                .add("rows", rowsInAndAfterTransaction(naming)).add("transactional", helper.isInTransaction()).add("after", isOutside())
                .add("activated", helper.callTwice()).add("request", request()).build());
    }

    private String rowsInAndAfterTransaction(InitialContext naming) throws Exception {
        var transaction = (UserTransaction) naming.lookup("java:comp/UserTransaction");
        transaction.begin();
        int within;
        try (var connection = pool.getConnection()) {
            try (var insert = connection.prepareStatement("INSERT INTO channel (name, pruned_offset) VALUES ('surroundings', 0)")) {
                insert.executeUpdate();
            }
            within = rows(connection);
        } finally {
            transaction.rollback();
        }
        try (var connection = pool.getConnection()) {
            return within + " " + rows(connection);
        }
    }

    private static int rows(Connection connection) throws SQLException {
        try (var select = connection.prepareStatement("SELECT COUNT(*) FROM channel WHERE name = 'surroundings'"); var rows = select.executeQuery()) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private boolean isOutside() throws SystemException {
        return injected.getStatus() == Status.STATUS_NO_TRANSACTION;
    }

    private String request() {
        try {
            return "call " + visit.call();
        } catch (ContextNotActiveException none) {
            return "none";
        }
    }
}
