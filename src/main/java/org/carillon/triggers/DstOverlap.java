package org.carillon.triggers;

/** What becomes of a fire whose local time comes twice, because the clocks go back over it. */
public enum DstOverlap {

    /** It happens the first time. */
    FIRST("in an overlap it fires the first time only"),

    /** It happens the second time. */
    SECOND("in an overlap it fires the second time only"),

    /** It happens both times. */
    BOTH("in an overlap it fires both times");

    private final String words;

    DstOverlap(String words) {
        this.words = words;
    }

    String describe() {
        return words;
    }
}
