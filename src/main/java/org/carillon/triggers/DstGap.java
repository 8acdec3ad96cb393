package org.carillon.triggers;

/** What becomes of a fire whose local time does not exist, because the clocks go forward over it. */
public enum DstGap {

    /** It does not happen. */
    SKIP("in a daylight-saving gap the fire is skipped"),

    /** It happens at the instant at which the gap ends; all fires of one gap are one. */
    RUN_AFTER("in a daylight-saving gap it fires once, as the gap ends");

    private final String words;

    DstGap(String words) {
        this.words = words;
    }

    String describe() {
        return words;
    }
}
