package org.carillon.monitoring;

/** Reads counters for the tests of other rooms. Has no state. */
public final class TestCounters {

    private TestCounters() {
    }

    public static long value(Counters counters, String name) {
        return counters.all().get(name).value().getAsLong();
    }
}
