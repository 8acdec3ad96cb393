package org.carillon.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.carillon.access.OriginPolicy.Verdict;
import org.carillon.configuration.TestConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OriginPolicyTest {

    private final OriginPolicy policy = new OriginPolicy(TestConfiguration.of(
            "carillon.access.origins", "https://App.example.org, http://dev.example.org:3000"));

    @ParameterizedTest(name = "{3} for {1} {2} is {0}")
    @CsvSource({
        "SAME,    http,  localhost:8080,       http://localhost:8080",
        "SAME,    https, www.example.org,      https://www.example.org",
        "SAME,    https, www.example.org,      HTTPS://WWW.Example.ORG",
        "SAME,    https, WWW.example.org,      https://www.example.org",
        "SAME,    http,  www.example.org:80,   http://www.example.org",
        "SAME,    https, www.example.org:443,  https://www.example.org",
        "SAME,    http,  www.example.org:443,  http://www.example.org:443",
        "SAME,    http,  [::1]:8080,           http://[::1]:8080",
        "SAME,    https, [2001:DB8::1]:443,    https://[2001:db8::1]",
        "LISTED,  https, www.example.org,      https://app.example.org",
        "LISTED,  https, www.example.org,      https://APP.example.org",
        "LISTED,  https, www.example.org,      http://dev.example.org:3000",
        "LISTED,  http,  ,                     https://app.example.org",
        "FOREIGN, http,  ,                     http://localhost:8080",
        "FOREIGN, https, www.example.org,      http://www.example.org",
        "FOREIGN, http,  www.example.org,      https://www.example.org",
        "FOREIGN, https, www.example.org,      https://www.example.org:8443",
        "FOREIGN, https, www.example.org:8443, https://www.example.org",
        "FOREIGN, https, www.example.org:80,   https://www.example.org",
        "FOREIGN, http,  localhost:8080,       http://localhost:80800",
        "FOREIGN, http,  localhost:8080,       http://localhost:808",
        "FOREIGN, https, www.example.org,      https://www.example.org.evil.example",
        "FOREIGN, https, www.example.org,      https://evilwww.example.org",
        "FOREIGN, https, www.example.org,      https://example.org",
        "FOREIGN, https, www.example.org,      https://sub.www.example.org",
        "FOREIGN, https, www.example.org,      https://www.example.org@evil.example",
        "FOREIGN, https, www.example.org,      https://user@www.example.org",
        "FOREIGN, https, www.example.org,      https://www.example.org.",
        "FOREIGN, https, www.example.org,      https://www.example.org/",
        "FOREIGN, https, www.example.org,      https://www.example.org/path",
        "FOREIGN, https, www.example.org,      //www.example.org",
        "FOREIGN, https, www.example.org,      www.example.org",
        "FOREIGN, https, www.example.org,      null",
        "FOREIGN, https, null,                 null",
        "FOREIGN, https, www.example.org,      ''",
        "FOREIGN, https, www.example.org,      file://",
        "FOREIGN, https, www.example.org,      http://app.example.org",
        "FOREIGN, https, www.example.org,      https://app.example.org:444",
        "FOREIGN, https, www.example.org,      https://xapp.example.org",
        "FOREIGN, https, www.example.org,      http://dev.example.org",
        "FOREIGN, http,  [::1]:8080,           http://[::2]:8080",
        "FOREIGN, http,  127.0.0.1:8080,       http://localhost:8080",
        "MALFORMED, https, www.example.org,    'https://www.example.org, https://evil.example'",
        "MALFORMED, https, www.example.org,    ' https://www.example.org'",
        "MALFORMED, https, www.example.org,    https://www.exämple.org",
        "MALFORMED, https, www.example.org,    'https://www.example.org\u007f'",
        "MALFORMED, https, www.example.org,    'https://www.example.org\t'"})
    void aPageMayConnectFromItsOwnOriginOrAListedOne(Verdict verdict, String scheme, String host, String origin) {
        assertEquals(verdict, policy.judge(List.of(origin), scheme, host), "no page of another origin opens a session");
    }

    @Test
    void aRequestWithoutOriginComesFromNoOtherPage() {
        assertEquals(Verdict.SAME, policy.judge(List.of(), "https", "www.example.org"), "no browser sends one across origins without it");
    }

    @Test
    void twoOriginsAreMalformedEvenIfBothAreRight() {
        var origin = "https://www.example.org";
        assertEquals(Verdict.MALFORMED, policy.judge(List.of(origin, origin), "https", "www.example.org"), "which one counts differs from server to server");
    }

    @Test
    void anOriginOfEightKibibytesIsForeignAndItsRefusalIsShort() {
        var origin = "https://" + "a".repeat(8_192);
        assertEquals(Verdict.FOREIGN, policy.judge(List.of(origin), "https", "www.example.org"), "however long it is");
        assertTrue(OriginPolicy.refusal(origin).length() < 400, "what a client sends does not grow what is answered");
    }

    @Test
    void aRefusalNamesTheOriginAndTheCure() {
        assertEquals("The origin https://evil.example may not connect. Add it to carillon.access.origins if its pages should.",
                OriginPolicy.refusal("https://evil.example"), "whoever set it up wrongly sees how to set it right");
        assertTrue(OriginPolicy.refusal("a\r\nb<ü>").startsWith("The origin a??b<?> may"), "and nothing of it can break a line");
    }

    @Test
    void withoutAListOnlyTheSameOriginMayConnect() {
        var strict = new OriginPolicy(TestConfiguration.of());
        assertEquals(Verdict.FOREIGN, strict.judge(List.of("https://app.example.org"), "https", "www.example.org"), "secure by default");
        assertEquals(Verdict.SAME, strict.judge(List.of("https://www.example.org"), "https", "www.example.org"), "and working by default");
    }
}
