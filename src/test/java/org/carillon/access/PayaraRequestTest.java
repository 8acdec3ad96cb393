package org.carillon.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When Payara's request is ended, and how; by fields of the names that Payara gives them. */
class PayaraRequestTest {

    private final Catalina catalina = new Catalina();
    private final Owner owner = new Owner(catalina);
    private final PayaraRequest request = PayaraRequest.of(owner, "request");
    private final List<String> done = new ArrayList<>();

    record Owner(Object request) {
    }

    static final class Catalina {
        boolean afterService = true;
        boolean resume;
        final Grizzly coyoteRequest = new Grizzly();
    }

    static final class Grizzly {
        final Packet request = new Packet();
        final Answer response = new Answer();
    }

    static final class Packet {
        final Connection connection = new Connection();
    }

    public static final class Connection {
        Reason closeReason;
        int closed;

        public void closeSilently() {
            closed++;
        }
    }

    static final class Reason {
        Throwable cause;
    }

    static final class Answer {
        final Object suspendedContext = new Object();
        String suspendState = "SUSPENDED";
    }

    @Test
    void isEndedWhenItsServiceIsOver() throws Exception {
        assertFalse(end(), "what an earlier use has left says nothing");
        catalina.afterService = true;
        assertTrue(end(), "now it can be");
        assertEquals(List.of("end"), done, "once");
    }

    @Test
    void isNotEndedAgainWhenItsClientHasGone() throws Exception {
        catalina.afterService = true;
        catalina.coyoteRequest.response.suspendState = "CANCELLED";
        assertTrue(end(), "there is nothing to wait for");
        assertEquals(List.of(), done, "the container has ended it");
    }

    @Test
    void isNotEndedWhenSomebodyElseHasIt() throws Exception {
        catalina.afterService = true;
        assertTrue(request.end(() -> null, () -> done.add("end")), "there is nothing to wait for");
        assertEquals(List.of(), done, "it is another one now");
    }

    @Test
    void leavesNoStackOfOursWithTheConnection() throws Exception {
        catalina.afterService = true;
        var connection = catalina.coyoteRequest.request.connection;
        connection.closeReason = new Reason();
        request.end(() -> this, () -> connection.closeReason.cause = new IllegalStateException("broken pipe"));
        assertNull(connection.closeReason.cause, "its classes would never be unloaded");
    }

    @Test
    void endsWithItsConnection() throws Exception {
        assertFalse(request.endWithConnection(() -> done.add("end")), "not while it is served");
        catalina.afterService = true;
        assertTrue(request.endWithConnection(() -> done.add(catalina.afterService ? "resumed" : "end")), "now it can be");
        assertEquals(List.of("end"), done, "the container is not asked to go on");
        assertEquals(1, catalina.coyoteRequest.request.connection.closed, "the client sees the end");
    }

    @Test
    void ofAnotherVersionIsEndedAtOnce() throws Exception {
        var other = PayaraRequest.of(new Owner("no fields of these names"), "request");
        assertTrue(other.end(() -> null, () -> done.add("end")), "as everywhere else");
        assertTrue(other.endWithConnection(() -> done.add("close")), "as everywhere else");
        assertEquals(List.of("end", "close"), done, "both");
    }

    private boolean end() throws Exception {
        return request.end(() -> this, () -> done.add("end"));
    }
}
