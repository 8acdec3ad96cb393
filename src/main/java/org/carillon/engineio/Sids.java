package org.carillon.engineio;

import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.util.Base64;

/** Makes session ids. Who knows one may speak for its session, so they cannot be guessed. Safe for use by several threads. */
@Singleton
public class Sids {

    private static final int RANDOM_BYTES = 15;

    private final SecureRandom random = new SecureRandom();

    /** 20 characters of URL-safe base64. */
    public String next() {
        var bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
