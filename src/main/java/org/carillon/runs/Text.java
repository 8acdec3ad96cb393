package org.carillon.runs;

/** Makes other people's texts fit a column. Has no state. */
final class Text {

    private Text() {
    }

    /** The first characters, never half of a pair, and without the one character that PostgreSQL does not store. */
    static String cut(String text, int max) {
        int end = Math.min(max, text.length());
        if (end < text.length() && end > 0 && Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(0, end).replace('\0', '\uFFFD');
    }
}
