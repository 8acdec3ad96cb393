package org.carillon.lifecycle;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.carillon.journal.Publication;

/** A user's bean that listens. */
@Singleton
public class Listener {

    private final List<Publication> heard = new CopyOnWriteArrayList<>();
    private final Set<String> threads = ConcurrentHashMap.newKeySet();

    void on(@Observes Publication publication) {
        if (publication.isNumbered()) {
            heard.add(publication);
            threads.add(Thread.currentThread().getName());
        }
    }

    List<Publication> heard() {
        return heard;
    }

    Set<String> threads() {
        return threads;
    }
}
