package org.carillon.access;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.Collections;
import java.util.List;
import org.carillon.monitoring.SettableClock;
import org.junit.jupiter.api.Test;

/** The parameters of a request, for which nobody asks the container: its own would read a form. And its address. */
class DoorRequestTest {

    @Test
    void areThoseOfTheQuery() {
        var request = request("/events?channel=a&channel=caf%C3%A9+bar&sid=x%26y&flag&=nameless&&empty=");
        assertArrayEquals(new String[] {"a", "caf\u00e9 bar"}, request.getParameterValues("channel"));
        assertEquals("a", request.getParameter("channel"), "the first of several");
        assertEquals("x&y", request.getParameter("sid"));
        assertEquals("", request.getParameter("flag"));
        assertEquals("", request.getParameter("empty"));
        assertEquals(List.of("channel", "sid", "flag", "", "empty"), Collections.list(request.getParameterNames()));
    }

    @Test
    void whatCannotBeDecodedIsNotThere() {
        var request = request("/events?channel=%zz&channel=%C3&%=1&sid=s");
        assertArrayEquals(new String[] {"\ufffd"}, request.getParameterValues("channel"));
        assertNull(request.getParameter("%"));
        assertEquals("s", request.getParameter("sid"));
    }

    @Test
    void withoutAQueryThereAreNone() {
        assertNull(request("/events").getParameterValues("channel"));
        assertEquals(0, request("/events").getParameterMap().size());
    }

    @Test
    void whoHasNoAddressCountsAsOneOfThose() {
        assertEquals("192.0.2.1", request(new FakeRequest("GET", "/events").from("192.0.2.1")).getRemoteAddr());
        assertEquals(Visitor.UNKNOWN, request(new FakeRequest("GET", "/events").from(null)).getRemoteAddr());
    }

    private static DoorRequest request(String path) {
        return request(new FakeRequest("POST", path).with("Content-Type", "application/x-www-form-urlencoded"));
    }

    private static DoorRequest request(FakeRequest request) {
        return new DoorRequest(request.request(), new LateEnds(new SettableClock()));
    }
}
