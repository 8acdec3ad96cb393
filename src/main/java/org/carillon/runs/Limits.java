package org.carillon.runs;

import java.time.Duration;

/**
 * How long a run may work. Immutable.
 *
 * @param soft null for ever
 * @param hard null for ever
 */
public record Limits(Duration soft, Duration hard) {

    public static final Limits NONE = new Limits(null, null);
}
