package org.carillon.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.annotation.Resource;
import jakarta.inject.Inject;
import java.io.File;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.carillon.journal.Publication;
import org.carillon.nodes.Lease;
import org.carillon.server.Await;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The built WAR from the inside: beans are injected into the test, which runs in the server. */
@ExtendWith(ArquillianExtension.class)
class InContainerIT {

    @Inject
    private Lease lease;
    @Inject
    private Listener listener;
    @Resource(lookup = "java:app/jdbc/carillon")
    private DataSource pool;

    @Deployment
    static WebArchive war() {
        return ShrinkWrap.createFromZipFile(WebArchive.class, new File(System.getProperty("carillon.war")))
                .addClasses(Listener.class, Await.class);
    }

    @Test
    void anyBeanMayObserveWhatClientsAreTold() {
        Await.until("the heartbeat is observed twice", Duration.ofSeconds(30), () -> heartbeats().size() >= 2);
        var heard = heartbeats();
        assertTrue(heard.get(0).offset() < heard.get(1).offset(), "in the journal's order");
        assertTrue(listener.threads().stream().allMatch(name -> name.contains("carillon-threads")), "on the container's thread: " + listener.threads());
    }

    @Test
    void theNodeIsAliveInTheDatabaseThatTheContainerPools() throws Exception {
        assertTrue(lease.isHeld());
        try (var connection = pool.getConnection(); var select = connection.prepareStatement("SELECT COUNT(*) FROM node WHERE id = ?")) {
            select.setObject(1, lease.node());
            try (var rows = select.executeQuery()) {
                assertTrue(rows.next());
                assertEquals(1, rows.getInt(1));
            }
        }
    }

    private List<Publication> heartbeats() {
        return listener.heard().stream().filter(publication -> publication.event().equals("background_task_response")).toList();
    }
}
