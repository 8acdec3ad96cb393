package org.carillon.bench;

import java.util.BitSet;

/** What one client has seen of a sequence that begins at 0. For one thread. */
final class Sequence {

    private int next;
    private int received;
    private int doubled;
    private int reordered;
    private BitSet missing;

    void saw(int number) {
        if (number == next) {
            received++;
            next++;
        } else if (number > next) {
            skipTo(number);
        } else if (missing != null && missing.get(number)) {
            missing.clear(number);
            received++;
            reordered++;
        } else {
            doubled++;
        }
    }

    private void skipTo(int number) {
        if (missing == null) {
            missing = new BitSet();
        }
        missing.set(next, number);
        received++;
        next = number + 1;
    }

    /** Different numbers seen. */
    int received() {
        return received;
    }

    /** Numbers that came again. */
    int doubled() {
        return doubled;
    }

    /** Numbers that came after a later one. */
    int reordered() {
        return reordered;
    }
}
