package org.carillon.trials;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;

/** One line a trial: seed, figures, verdict. */
final class Verdict {

    private final String trial;
    private final StringBuilder figures = new StringBuilder();
    private final List<String> broken = new ArrayList<>();

    Verdict(String trial) {
        this.trial = trial;
    }

    Verdict figure(String name, Object value) {
        figures.append("; ").append(name).append(' ').append(value);
        return this;
    }

    /** A figure that must not be anything else. */
    Verdict must(String name, long wanted, long found) {
        return atMost(name, wanted, found).require(found >= wanted, name + " is " + found + ", not " + wanted);
    }

    Verdict atMost(String name, long most, long found) {
        return figure(name, found).require(found <= most, name + " is " + found + ", more than " + most);
    }

    Verdict require(boolean held, String otherwise) {
        if (!held) {
            broken.add(otherwise);
        }
        return this;
    }

    /** Prints the line; without its protection the trial must be red. */
    void pronounce() {
        System.out.println("TRIAL " + trial + ": seed " + Cluster.SEED + figures + "; " + (broken.isEmpty() ? "HELD" : "BROKEN " + broken));
        if (Cluster.UNPROTECTED) {
            assertFalse(broken.isEmpty(), "without its protection the trial must fail, else it proves nothing");
        } else {
            assertTrue(broken.isEmpty(), broken::toString);
        }
    }
}
