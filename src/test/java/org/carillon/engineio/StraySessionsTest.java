package org.carillon.engineio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.carillon.configuration.TestDatabase;
import org.carillon.configuration.Vendor;
import org.carillon.monitoring.Counters;
import org.carillon.monitoring.SettableClock;
import org.carillon.nodes.Lease;
import org.carillon.nodes.TestLease;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StraySessionsTest {

    private final TestDatabase database = new TestDatabase(Vendor.H2);
    private final SettableClock clock = new SettableClock();
    private final Counters counters = new Counters();
    private final Lease here = TestLease.of(database, clock);
    private final Lease there = TestLease.of(database, clock);
    private final Sids sids = new Sids();
    private final StraySessions strays = new StraySessions(here, TestLease.nodes(database, here), counters, clock);
    private final Logger logger = Logger.getLogger(StraySessions.class.getName());
    private final List<String> warnings = new ArrayList<>();
    private final Handler ear = new Handler() {

        @Override
        public void publish(LogRecord record) {
            warnings.add(java.text.MessageFormat.format(record.getMessage(), record.getParameters()));
        }

        @Override
        public void flush() {
            // Nothing is kept back.
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    };

    @BeforeEach
    void begin() {
        here.renew();
        there.renew();
        logger.addHandler(ear);
    }

    @AfterEach
    void end() throws SQLException {
        logger.removeHandler(ear);
        here.release();
        there.release();
        database.close();
    }

    @Test
    void aSessionOfAnotherNodeIsToldFromOneThatIsOverAndFromNone() {
        assertTrue(strays.met(elsewhere()));
        assertFalse(strays.met(strays.mark() + sids.next()), "it was here, and is over");
        assertFalse(strays.met("unknown"));
        assertFalse(strays.met(""));
        assertEquals(1, counters.value("carillon_stray_requests_total"));
    }

    @Test
    void theOperatorIsToldOnceAMinuteWhichNodeTheyBelongTo() {
        strays.met(elsewhere());
        strays.met(elsewhere());
        lookAfter(StraySessions.PROOF.toMillis() - 1);
        assertEquals(List.of(), warnings, "that node may have died before the request came");
        lookAfter(1);
        assertEquals(1, warnings.size());
        var warning = warnings.get(0);
        assertTrue(warning.startsWith("Requests for sessions of node " + there.node()) && warning.contains("2 so far") && warning.contains("cookie"), warning);
        strays.met(elsewhere());
        lookAfter(StraySessions.PROOF.toMillis());
        assertEquals(1, warnings.size(), "once a minute");
        lookAfter(StraySessions.REST.toMillis());
        assertEquals(2, warnings.size(), "for as long as it lasts");
        lookAfter(StraySessions.REST.toMillis());
        assertEquals(2, warnings.size(), "and no longer");
    }

    @Test
    void clientsOfANodeThatGoesOrHasGoneAreNoReasonToWarn() {
        strays.met(elsewhere());
        TestLease.askToGo(database, there);
        lookAfter(StraySessions.PROOF.toMillis());
        strays.met(elsewhere());
        there.release();
        lookAfter(StraySessions.PROOF.toMillis());
        assertEquals(List.of(), warnings);
    }

    @Test
    void aDatabaseThatIsAwayIsAskedAgain() {
        strays.met(elsewhere());
        database.goAway();
        lookAfter(StraySessions.PROOF.toMillis());
        assertEquals(List.of(), warnings);
        database.comeBack();
        lookAfter(1);
        assertEquals(1, warnings.size());
    }

    @Test
    void idsThatAnybodyMakesUpTakeNoRoom() {
        for (int i = 0; i < StraySessions.MOST; i++) {
            assertTrue(strays.met("%08x".formatted(i) + sids.next()));
        }
        assertTrue(strays.met(elsewhere()), "it is refused all the same");
        lookAfter(StraySessions.PROOF.toMillis());
        assertEquals(List.of(), warnings, "but not kept in mind");
        strays.met(elsewhere());
        lookAfter(StraySessions.PROOF.toMillis());
        assertEquals(1, warnings.size(), "until those are forgotten");
    }

    private String elsewhere() {
        return there.node().toString().substring(0, 8) + sids.next();
    }

    private void lookAfter(long millis) {
        clock.advanceMillis(millis);
        strays.report();
    }
}
