package org.carillon.access;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.concurrent.atomic.LongAdder;
import org.carillon.configuration.Configuration;
import org.carillon.configuration.Setting;
import org.carillon.monitoring.Counters;
import org.carillon.monitoring.MonotonicClock;

/** The secret by which somebody administers, never shown and never logged. Safe for use by several threads. */
@Singleton
class AdminToken {

    enum Verdict { GOOD, NONE_SET, MISSING, WRONG, TOO_MANY }

    private static final String SCHEME = "Bearer ";

    private final byte[] digest;
    private final Failures failures;
    private final LongAdder wrong;

    @Inject
    AdminToken(Configuration configuration, MonotonicClock clock, Counters counters) {
        var token = configuration.text(Setting.ADMIN_TOKEN);
        this.digest = token.isEmpty() ? null : digest(token);
        this.failures = new Failures(clock);
        this.wrong = counters.counter("carillon_admin_tokens_wrong_total", "Administrative calls with a wrong token, or from an address that had sent too many of them");
    }

    /** @param authorization the header of that name; null if there is none */
    Verdict judge(String authorization, String address) {
        if (digest == null) {
            return Verdict.NONE_SET;
        } else if (authorization == null || authorization.isBlank()) {
            return Verdict.MISSING;
        } else if (failures.isBlocked(address)) {
            // Even a right one is not looked at: else guessing would go on at full speed.
            wrong.increment();
            return Verdict.TOO_MANY;
        } else if (isRight(authorization)) {
            return Verdict.GOOD;
        }
        failures.add(address);
        wrong.increment();
        return Verdict.WRONG;
    }

    /** Digests have one length, so the time of the comparison tells nothing. */
    private boolean isRight(String authorization) {
        boolean isBearer = authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
        return MessageDigest.isEqual(digest, digest(isBearer ? authorization.substring(SCHEME.length()).strip() : ""));
    }

    private static byte[] digest(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
