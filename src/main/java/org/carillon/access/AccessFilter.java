package org.carillon.access;

import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Stands before every door and decides before the WebSocket upgrade: a refusal after it would reach the client as a broken
 * connection, and Undertow would hand it to the servlet behind. Answers CORS for the origins that the operator lists.
 */
public class AccessFilter extends HttpFilter {

    /** Seconds after which a client that found a limit reached may ask again. */
    static final String RETRY_AFTER = "5";

    /** Seconds for which a browser may remember the answer to a preflight. */
    private static final String PREFLIGHT_AGE = "600";

    /** What every client of ours may send, where the page does not ask. */
    private static final String HEADERS = "Content-Type, Last-Event-ID";

    /** Characters of a list of headers: it is sent back, and a page has a few. */
    static final int MAX_HEADERS = 1_000;

    /** Names of headers as RFC 9110 has them, and commas; nothing that could end a line. */
    private static final Pattern HEADER_LIST = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+(?:[ \\t]*,[ \\t]*[!#$%&'*+.^_`|~0-9A-Za-z-]+)*");

    private OriginPolicy origins;
    private Admission admission;
    private LateEnds lateEnds;

    @Inject
    void use(OriginPolicy origins, Admission admission, LateEnds lateEnds) {
        this.origins = origins;
        this.admission = admission;
        this.lateEnds = lateEnds;
    }

    @Override
    protected void doFilter(HttpServletRequest from, HttpServletResponse response, FilterChain chain) throws IOException, ServletException {
        var request = new DoorRequest(from, lateEnds);
        response.setHeader("Vary", "Origin");
        switch (origins.judge(request)) {
            case FOREIGN -> refuse(response, HttpServletResponse.SC_FORBIDDEN, OriginPolicy.refusal(request.getHeader("Origin")));
            case MALFORMED -> refuse(response, HttpServletResponse.SC_BAD_REQUEST, "The Origin header is malformed.");
            case LISTED -> {
                allow(request, response);
                admit(request, response, chain);
            }
            case SAME -> admit(request, response, chain);
        }
    }

    private void admit(DoorRequest request, HttpServletResponse response, FilterChain chain) throws IOException, ServletException {
        boolean opensSession = request.getMethod().equals("GET") && request.getParameter("sid") == null;
        var refusal = opensSession ? admission.judge(request.getRemoteAddr()) : Optional.<Admission.Refusal>empty();
        if (request.getMethod().equals("OPTIONS")) {
            response.setStatus(HttpServletResponse.SC_NO_CONTENT);
        } else if (refusal.isPresent()) {
            refuse(response, refusal.get());
        } else {
            request.serve(request.getHeader("Upgrade") == null ? request : withVisitor(request), response, chain);
        }
    }

    /** For a door that found no room after all, because others came at the same time. */
    public static void refuseFull(HttpServletResponse response) throws IOException {
        refuse(response, Admission.Refusal.FULL);
    }

    private static void refuse(HttpServletResponse response, Admission.Refusal refusal) throws IOException {
        response.setHeader("Retry-After", RETRY_AFTER);
        refuse(response, refusal.status(), refusal.sentence() + " Try again in " + RETRY_AFTER + " s.");
    }

    private static HttpServletRequest withVisitor(HttpServletRequest request) {
        return new UpgradeRequest(request, new Visitor(request.getRemoteAddr(), request.getUserPrincipal()));
    }

    private static void allow(HttpServletRequest request, HttpServletResponse response) {
        response.setHeader("Access-Control-Allow-Origin", request.getHeader("Origin"));
        response.setHeader("Access-Control-Allow-Credentials", "true");
        if (request.getMethod().equals("OPTIONS")) {
            response.setHeader("Access-Control-Allow-Methods", "GET, POST");
            response.setHeader("Access-Control-Allow-Headers", headers(request.getHeader("Access-Control-Request-Headers")));
            response.setHeader("Vary", "Origin, Access-Control-Request-Headers");
            response.setHeader("Access-Control-Max-Age", PREFLIGHT_AGE);
        }
    }

    /** A page that the operator trusts may send headers of its own, such as a token for whoever stands before the server. */
    private static String headers(String asked) {
        return asked != null && asked.length() <= MAX_HEADERS && HEADER_LIST.matcher(asked).matches() ? asked : HEADERS;
    }

    private static void refuse(HttpServletResponse response, int status, String text) throws IOException {
        response.setStatus(status);
        response.setContentType("text/plain;charset=UTF-8");
        response.getWriter().println(text);
    }
}
