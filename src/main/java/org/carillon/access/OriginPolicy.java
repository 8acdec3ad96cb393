package org.carillon.access;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.carillon.configuration.Configuration;
import org.carillon.configuration.Setting;

/**
 * Which pages may connect: those of the same origin and those that the operator lists. A request without {@code Origin} is
 * let in, because no browser sends one across origins without it. Immutable.
 */
@Singleton
class OriginPolicy {

    enum Verdict { SAME, LISTED, FOREIGN, MALFORMED }

    private final Set<String> listed;

    @Inject
    OriginPolicy(Configuration configuration) {
        this.listed = Set.copyOf(configuration.origins());
    }

    Verdict judge(HttpServletRequest request) {
        return judge(Collections.list(request.getHeaders("Origin")), request.getScheme(), request.getHeader("Host"));
    }

    /** @param scheme of the request as the client sent it: a proxy that ends TLS must be trusted by the server for that */
    Verdict judge(List<String> origins, String scheme, String host) {
        if (origins.isEmpty()) {
            return Verdict.SAME;
        }
        if (origins.size() > 1 || !origins.get(0).chars().allMatch(c -> c > ' ' && c < 127)) {
            return Verdict.MALFORMED;
        }
        var origin = origins.get(0).toLowerCase(Locale.ROOT);
        if (host != null && origin.equals(canonical(scheme, host))) {
            return Verdict.SAME;
        }
        return listed.contains(origin) ? Verdict.LISTED : Verdict.FOREIGN;
    }

    /** What the server tells a page that it does not know; names the cure. */
    static String refusal(String origin) {
        return "The origin " + printable(origin) + " may not connect. Add it to " + Setting.ORIGINS.key() + " if its pages should.";
    }

    static String printable(String origin) {
        var shown = origin.replaceAll("[^\\x21-\\x7e]", "?");
        return shown.length() <= 200 ? shown : shown.substring(0, 200) + "…";
    }

    private static String canonical(String scheme, String host) {
        var standardPort = scheme.equals("https") ? ":443" : ":80";
        var lower = host.toLowerCase(Locale.ROOT);
        return scheme + "://" + (lower.endsWith(standardPort) ? lower.substring(0, lower.length() - standardPort.length()) : lower);
    }
}
