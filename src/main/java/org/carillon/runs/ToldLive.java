package org.carillon.runs;

import static java.lang.System.Logger.Level.WARNING;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.json.JsonObject;
import java.util.concurrent.atomic.LongAdder;
import org.carillon.api.Announcement;
import org.carillon.api.Publisher;
import org.carillon.monitoring.Counters;

/** Tells the clients of this node. What goes wrong there is counted, and disturbs no run. */
@Singleton
class ToldLive implements LiveLines {

    private static final System.Logger LOG = System.getLogger(ToldLive.class.getName());

    private final Publisher publisher;
    private final LongAdder untold;

    @Inject
    ToldLive(Publisher publisher, Counters counters) {
        this.publisher = publisher;
        this.untold = counters.counter("carillon_live_lines_untold_total", "Progress and log lines of running tasks that could not be told");
    }

    @Override
    public void send(String channel, String event, JsonObject data) {
        try {
            publisher.tell(new Announcement(channel, event, data));
        } catch (RuntimeException observer) {
            if (untold.sum() == 0) {
                LOG.log(WARNING, "A live line could not be told; more of these are only counted.", observer);
            }
            untold.increment();
        }
    }
}
