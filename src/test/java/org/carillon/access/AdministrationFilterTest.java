package org.carillon.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.servlet.FilterChain;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.carillon.configuration.TestConfiguration;
import org.carillon.monitoring.Counters;
import org.carillon.monitoring.SettableClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdministrationFilterTest {

    private static final String TOKEN = "a-token-of-some-length";
    private static final String RIGHT = "Bearer " + TOKEN;

    private final SettableClock clock = new SettableClock();
    private final AtomicInteger passed = new AtomicInteger();
    private final AdministrationFilter filter = filter(TOKEN);

    private AdministrationFilter filter(String token) {
        var configuration = TestConfiguration.of("carillon.admin.token", token, "carillon.access.origins", "https://friend.example");
        var made = new AdministrationFilter();
        made.use(new OriginPolicy(configuration), new AdminToken(configuration, clock, new Counters()));
        return made;
    }

    private FakeResponse answer(AdministrationFilter asked, FakeRequest request, FilterChain chain) {
        var response = new FakeResponse();
        try {
            asked.doFilter(request.request(), response.response(), chain);
        } catch (Exception thrown) {
            throw new AssertionError("nothing leaves the filter", thrown);
        }
        return response;
    }

    private FakeResponse answer(FakeRequest request) {
        return answer(filter, request, (in, out) -> passed.incrementAndGet());
    }

    private static FakeRequest change() {
        return new FakeRequest("POST", "/api/tasks");
    }

    @Test
    void aChangeNeedsTheTokenEvenOnThisMachine() {
        var refused = answer(change());

        assertEquals(401, refused.status);
        assertEquals(Problem.MEDIA_TYPE, refused.type);
        assertTrue(refused.headers.get("WWW-Authenticate").startsWith("Bearer"), "the client is told what to bring");
        assertEquals(0, passed.get());
        answer(change().with("Authorization", RIGHT));
        answer(change().with("Authorization", "bearer " + TOKEN).from("192.0.2.1").to("bells.example"));
        assertEquals(2, passed.get(), "with the token it passes, from here and from elsewhere");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer a-token-of-some-lengtH", "Bearer a-token-of-some-length2", "Bearer ", "Basic a-token-of-some-length", "a-token-of-some-length", "Bearer"})
    void whatIsNotTheTokenIsRefusedAndNotRepeated(String authorization) {
        var refused = answer(change().with("Authorization", authorization));

        assertEquals(401, refused.status);
        assertEquals(0, passed.get());
        assertFalse(refused.body().contains("some-length"), "neither the sent nor the right token is shown");
    }

    @Test
    void withoutATokenSetNothingCanBeChanged() {
        var refused = answer(filter(""), change().with("Authorization", "Bearer "), (in, out) -> passed.incrementAndGet());

        assertEquals(403, refused.status);
        assertTrue(refused.body().contains("carillon.admin.token"), "it names the cure");
        assertEquals(0, passed.get());
        assertEquals(200, answer(filter(""), new FakeRequest("GET", "/api/tasks"), (in, out) -> passed.incrementAndGet()).status);
        assertEquals(1, passed.get(), "reading from here is allowed still");
    }

    @ParameterizedTest(name = "from {0} to {1} with {2}")
    @CsvSource({"127.0.0.1, localhost, ", "127.0.0.1, 127.0.0.1, ", "::1, [::1], ", "0:0:0:0:0:0:0:1, localhost, "})
    void thisMachineReadsWithoutAToken(String peer, String server) {
        assertEquals(200, answer(new FakeRequest("GET", "/api/tasks").from(peer).to(server)).status);
        answer(new FakeRequest("POST", "/api/triggers/preview").from(peer).to(server));
        assertEquals(2, passed.get(), "a preview changes nothing");
    }

    @ParameterizedTest(name = "from {0} to {1} with {2}")
    @CsvSource({"192.0.2.1, localhost, ", "127.0.0.1, rebound.example, ", "127.0.0.1, localhost, X-Forwarded-For", "127.0.0.1, localhost, Forwarded", "127.0.0.1, localhost, Via",
        "127.0.0.1, localhost, X-Real-IP", "127.0.0.1, localhost, Proxy-ip", ", localhost, "})
    void whoeverMayBeElsewhereNeedsItToReadToo(String peer, String server, String header) {
        var request = new FakeRequest("GET", "/api/tasks").from(peer).to(server);
        assertEquals(401, answer(header == null ? request : request.with(header, "192.0.2.9")).status);
        assertEquals(0, passed.get());
        answer(request.with("Authorization", RIGHT));
        assertEquals(1, passed.get());
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://foreign.example", "https://friend.example", "null", "http://localhost:9999"})
    void noPageOfAnotherOriginAdministersEvenIfItIsListedAndHasTheToken(String origin) {
        var refused = answer(change().with("Origin", origin).with("Authorization", RIGHT));

        assertEquals(403, refused.status);
        assertEquals(0, passed.get());
        assertFalse(refused.headers.containsKey("Access-Control-Allow-Origin"));
        answer(change().with("Origin", "http://localhost:8080").with("Authorization", RIGHT));
        assertEquals(1, passed.get(), "the same origin may");
    }

    @ParameterizedTest
    @ValueSource(strings = {"OPTIONS", "TRACE", "PROPFIND", "CONNECT", "get"})
    void otherMethodsAreNotUsed(String method) {
        var refused = answer(new FakeRequest(method, "/api/tasks").with("Authorization", RIGHT));
        assertEquals(405, refused.status);
        assertTrue(refused.headers.get("Allow").contains("DELETE"));
        assertEquals(0, passed.get());
    }

    @Test
    void whoeverGuessesIsNotListenedToForAMinute() {
        for (int i = 0; i < Failures.MAX; i++) {
            assertEquals(401, answer(change().with("Authorization", "Bearer wrong" + i)).status, "guess " + i);
        }
        var blocked = answer(change().with("Authorization", RIGHT));
        assertEquals(429, blocked.status, "not even the right token is told from a wrong one");
        assertEquals("60", blocked.headers.get("Retry-After"));
        answer(change().with("Authorization", RIGHT).from("192.0.2.1"));
        assertEquals(1, passed.get(), "other addresses are not touched");
        clock.advance(Duration.ofSeconds(60));
        answer(change().with("Authorization", RIGHT));
        assertEquals(2, passed.get(), "a minute later it is over");
    }

    @Test
    void noTokenIsNoGuess() {
        for (int i = 0; i <= Failures.MAX; i++) {
            answer(change());
        }
        answer(change().with("Authorization", RIGHT));
        assertEquals(1, passed.get());
    }

    @Test
    void whatFailsBehindItDoesNotShowItsInside() {
        var answer = answer(filter, change().with("Authorization", RIGHT), (in, out) -> {
            throw new IllegalStateException("secret inside");
        });
        assertEquals(500, answer.status);
        assertEquals(Problem.MEDIA_TYPE, answer.type);
        assertFalse(answer.body().contains("secret"));
    }

    @Test
    void guessersWithManyAddressesTakeNoMemory() {
        var failures = new Failures(clock);
        for (int i = 0; i < Failures.MAX_ADDRESSES + 100; i++) {
            failures.add("2001:db8:" + Integer.toHexString(i) + "::1");
        }
        assertTrue(failures.watched() <= Failures.MAX_ADDRESSES + 1, failures.watched() + " addresses");
        assertTrue(failures.isBlocked("192.0.2.77"), "those beyond are counted together");
        clock.advance(Duration.ofMinutes(1));
        failures.add("192.0.2.77");
        assertEquals(1, failures.watched(), "and all are forgotten when their minute is over");
    }
}
