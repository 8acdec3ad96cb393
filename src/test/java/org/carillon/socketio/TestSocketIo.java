package org.carillon.socketio;

import java.util.List;
import org.carillon.api.Announcement;
import org.carillon.api.Publisher;
import org.carillon.broadcast.Replayer;
import org.carillon.broadcast.Sessions;
import org.carillon.broadcast.TestBroadcast;
import org.carillon.clients.TestHandlers;
import org.carillon.configuration.Configuration;
import org.carillon.configuration.Database;
import org.carillon.configuration.TestConfiguration;
import org.carillon.engineio.Sids;
import org.carillon.engineio.TestEngine;
import org.carillon.journal.Draft;
import org.carillon.journal.Journal;
import org.carillon.journal.Publication;
import org.carillon.journal.TestJournal;
import org.carillon.monitoring.SettableClock;

/** A node without a container, and the clients of a test. For one thread. */
final class TestSocketIo {

    final SettableClock clock = new SettableClock();
    final TestHandlers handlers;
    final Sessions sessions;
    final Recoveries recoveries;
    private final Replayer replayer;
    private final SocketIo socketIo;
    private final Database database;
    private final Journal journal;
    private int clients;

    /** Without a database: nothing is recorded, and nobody comes back. */
    TestSocketIo(Object... handlers) {
        this(TestConfiguration.of(), null, handlers);
    }

    TestSocketIo(Configuration configuration, Database database, Object... users) {
        this.database = database;
        this.journal = database == null ? null : TestJournal.of(database, configuration);
        this.replayer = journal == null ? null : TestBroadcast.replayer(journal);
        this.sessions = TestBroadcast.sessions(configuration, replayer);
        this.handlers = new TestHandlers(configuration, users);
        this.recoveries = new Recoveries(database, journal, configuration, clock);
        this.socketIo = new SocketIo(new Sids(), handlers.catalogue(), handlers.pool(), TestHandlers.rooms(publisher()), recoveries, clock, configuration);
    }

    TestEngine client() {
        return new TestEngine("session" + ++clients, sessions, socketIo);
    }

    /** Lets handlers and replays do all they have to. */
    void settle() {
        handlers.runAll();
        if (replayer != null) {
            TestBroadcast.catchUp(replayer);
            handlers.runAll();
        }
    }

    /** Tells what is in the journal behind this offset, as the tailer would. */
    private void tell(List<Announcement> announcements) {
        if (journal == null) {
            announcements.forEach(told -> TestBroadcast.publish(sessions, Publication.unnumbered(told.channel(), told.except(), told.event(), told.data().toString())));
            return;
        }
        long before = journal.head().offset();
        database.jdbi().useTransaction(handle -> journal.append(handle, announcements.stream().map(Draft::of).toList()));
        TestJournal.all(journal).stream().filter(publication -> publication.offset() > before).forEach(publication -> TestBroadcast.publish(sessions, publication));
    }

    Publisher publisher() {
        return new Publisher() {
            @Override
            public void publish(List<Announcement> announcements) {
                TestSocketIo.this.tell(announcements);
            }

            @Override
            public void tell(Announcement told) {
                TestBroadcast.publish(sessions, Publication.unnumbered(told.channel(), told.except(), told.event(), told.data().toString()));
            }

            @Override
            public void tellVolatile(Announcement told) {
                TestBroadcast.publish(sessions, Publication.ofTheMoment(told.channel(), told.except(), told.event(), told.data().toString()));
            }
        };
    }
}
