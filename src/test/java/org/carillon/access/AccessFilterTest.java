package org.carillon.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.carillon.configuration.TestConfiguration;
import org.carillon.monitoring.Counters;
import org.carillon.monitoring.SettableClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a browser is told of pages of other origins. */
class AccessFilterTest {

    private static final String FRIEND = "https://friend.example";
    private static final String FIXED = "Content-Type, Last-Event-ID";
    private static final String LONGEST = "x-" + "a".repeat(AccessFilter.MAX_HEADERS - 2);

    private final AtomicInteger passed = new AtomicInteger();

    @Test
    void aListedPageMayReadAndSendCookiesAndIsToldNothingMoreThanItAsked() {
        assertEquals(Map.of("Vary", "Origin", "Access-Control-Allow-Origin", FRIEND, "Access-Control-Allow-Credentials", "true"), answer(request("GET", FRIEND)).headers);
        assertEquals(1, passed.get(), "and is served");
    }

    @Test
    void aPreflightIsAnsweredHereAndRemembered() {
        var answer = answer(request("OPTIONS", FRIEND).with("Access-Control-Request-Method", "POST"));
        assertEquals(204, answer.status);
        assertEquals(Map.of("Vary", "Origin, Access-Control-Request-Headers", "Access-Control-Allow-Origin", FRIEND, "Access-Control-Allow-Credentials", "true",
                "Access-Control-Allow-Methods", "GET, POST", "Access-Control-Allow-Headers", FIXED, "Access-Control-Max-Age", "600"), answer.headers);
        assertEquals(0, passed.get(), "no door is asked");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://evil.example", "http://friend.example", "null", "https://friend.example, https://friend.example"})
    void anotherPageIsToldNothing(String origin) {
        for (String method : new String[] {"GET", "OPTIONS"}) {
            var answer = answer(request(method, origin).with("Access-Control-Request-Headers", "x-token"));
            assertEquals(Map.of("Vary", "Origin"), answer.headers, "but a cache must not give it a friend's answer");
            assertTrue(answer.status == 403 || answer.status == 400, "HTTP " + answer.status);
        }
        assertEquals(0, passed.get(), "no door is asked");
    }

    static Stream<String> lists() {
        return Stream.of("x-token", "content-type,x-token", "authorization, x-a,\tx-b", "!#$%&'*+-.^_`|~09azAZ", LONGEST, "a,".repeat(499) + "ab");
    }

    @ParameterizedTest
    @MethodSource("lists")
    void aPreflightMayAskForHeadersOfThePagesOwn(String list) {
        assertEquals(list, allowed(list));
    }

    static Stream<String> noLists() {
        return Stream.of("", ",", "x-a,,x-b", "x-a,", " x-a", "x a", "x-a\r\nSet-Cookie: a=b", "x-a\n", "x:a", "\"x\"", "x-ä", "*;q", "x-a\u0000", LONGEST + "a");
    }

    @ParameterizedTest
    @MethodSource("noLists")
    void whatIsNoListOfHeadersIsNotSentBack(String list) {
        assertEquals(FIXED, allowed(list));
    }

    private String allowed(String list) {
        return answer(request("OPTIONS", FRIEND).with("Access-Control-Request-Headers", list)).headers.get("Access-Control-Allow-Headers");
    }

    private static FakeRequest request(String method, String origin) {
        return new FakeRequest(method, "/socket.io/?EIO=4&transport=polling").with("Origin", origin);
    }

    private FakeResponse answer(FakeRequest request) {
        var configuration = TestConfiguration.of("carillon.access.origins", FRIEND);
        var clock = new SettableClock();
        var filter = new AccessFilter();
        filter.use(new OriginPolicy(configuration), new Admission(configuration, new Counters(), clock), new LateEnds(clock));
        var response = new FakeResponse();
        try {
            filter.doFilter(request.request(), response.response(), (in, out) -> passed.incrementAndGet());
        } catch (Exception thrown) {
            throw new AssertionError("nothing leaves the filter", thrown);
        }
        return response;
    }
}
