package org.carillon.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.transaction.UserTransaction;
import java.io.File;
import java.time.Duration;
import java.util.List;
import org.carillon.api.Publisher;
import org.carillon.journal.Publication;
import org.carillon.server.Await;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is published in a transaction is told if and only if it commits. */
@ExtendWith(ArquillianExtension.class)
class PublisherIT {

    @Inject
    private Publisher publisher;
    @Inject
    private Listener listener;
    @Inject
    private UserTransaction transaction;

    @Deployment
    static WebArchive war() {
        return ShrinkWrap.createFromZipFile(WebArchive.class, new File(System.getProperty("carillon.war")))
                .addClasses(Listener.class, Await.class);
    }

    @Test
    void itIsToldIfAndOnlyIfTheTransactionCommits() throws Exception {
        transaction.begin();
        publisher.publish("test", "event", Json.createValue("rolled back"));
        transaction.rollback();
        transaction.begin();
        publisher.publish("test", "event", Json.createValue("committed"));
        transaction.commit();
        publisher.publish("test", "event", Json.createValue("alone"));
        Await.until("the last one is told", Duration.ofSeconds(10), () -> told().size() >= 2);
        assertEquals(List.of("\"committed\"", "\"alone\""), told(), "in order, and without the one that was taken back");
    }

    private List<String> told() {
        return listener.heard().stream().filter(publication -> publication.channel().equals("test")).map(Publication::data).toList();
    }
}
