package org.carillon.access;

import static java.lang.System.Logger.Level.ERROR;

import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/**
 * Stands before {@code /api}: who changes anything brings the token, and who reads brings it too unless the call comes from this
 * machine. No page of another origin gets in, listed or not. What goes wrong behind it is told as a problem, without its inside.
 */
public class AdministrationFilter extends HttpFilter {

    private static final String ALLOWED = "GET, HEAD, POST, PUT, PATCH, DELETE";
    private static final Set<String> METHODS = Set.of(ALLOWED.split(", "));
    private static final Set<String> READS = Set.of("GET", "HEAD");

    /** Asks by POST because its question is a document, and changes nothing. */
    private static final String PREVIEW = "/api/triggers/preview";

    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "::1", "[::1]", "0:0:0:0:0:0:0:1", "localhost");
    private static final List<String> FORWARDED = List.of("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Proxy-ip", "Via");

    private static final System.Logger LOG = System.getLogger(AdministrationFilter.class.getName());

    private OriginPolicy origins;
    private AdminToken token;

    @Inject
    void use(OriginPolicy origins, AdminToken token) {
        this.origins = origins;
        this.token = token;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain) throws IOException, ServletException {
        response.setHeader("X-Content-Type-Options", "nosniff");
        if (!METHODS.contains(request.getMethod())) {
            response.setHeader("Allow", ALLOWED);
            Problem.of(405, "The method " + OriginPolicy.printable(request.getMethod()) + " is not used here; allowed are " + ALLOWED + ".").answer(response);
        } else if (origins.judge(request) != OriginPolicy.Verdict.SAME) {
            Problem.of(403, "No page of another origin may administer. Call from the same origin, or without a browser.").answer(response);
        } else if (isRead(request) && isLocal(request)) {
            proceed(request, response, chain);
        } else {
            authorize(request, response, chain);
        }
    }

    private void authorize(HttpServletRequest request, HttpServletResponse response, FilterChain chain) throws IOException, ServletException {
        switch (token.judge(request.getHeader("Authorization"), Visitor.addressOf(request))) {
            case GOOD -> proceed(request, response, chain);
            case NONE_SET -> Problem.of(403, "Administration is closed, because no token is set. Set carillon.admin.token; without it only callers on this machine may read.").answer(response);
            case MISSING -> challenge(response, "A token is needed: send the header Authorization: Bearer and the value of carillon.admin.token.");
            case WRONG -> challenge(response, "The token is wrong; it must be the value of carillon.admin.token.");
            case TOO_MANY -> {
                response.setHeader("Retry-After", String.valueOf(Failures.WINDOW_SECONDS));
                Problem.of(429, "Too many wrong tokens came from this address. Try again in " + Failures.WINDOW_SECONDS + " s.").answer(response);
            }
        }
    }

    private static void challenge(HttpServletResponse response, String detail) throws IOException {
        response.setHeader("WWW-Authenticate", "Bearer realm=\"carillon\"");
        Problem.of(401, detail).answer(response);
    }

    /** The last edge: whatever a resource's own mapper has not seen must not reach the container's error page. */
    private static void proceed(HttpServletRequest request, HttpServletResponse response, FilterChain chain) throws IOException {
        try {
            chain.doFilter(request, response);
        } catch (ServletException | RuntimeException failed) {
            LOG.log(ERROR, "An administrative call failed: " + request.getMethod() + " " + OriginPolicy.printable(request.getRequestURI()), failed);
            if (!response.isCommitted()) {
                response.reset();
                Problem.of(500, "Something failed inside; the server's log says what.").answer(response);
            }
        }
    }

    private static boolean isRead(HttpServletRequest request) {
        return READS.contains(request.getMethod()) || request.getRequestURI().equals(request.getContextPath() + PREVIEW);
    }

    /**
     * Whether the call comes from this machine. The peer's address alone does not tell, because a proxy on the same machine has it
     * for everybody, and so has a page of another name that a browser here resolves to this address.
     */
    static boolean isLocal(HttpServletRequest request) {
        return LOOPBACK.contains(Visitor.addressOf(request)) && LOOPBACK.contains(String.valueOf(request.getServerName()))
                && FORWARDED.stream().allMatch(name -> request.getHeader(name) == null);
    }
}
