package org.carillon.triggers;

/** A trigger that cannot be used. The message is one line that names the field, what it holds and what is allowed. */
public class InvalidTrigger extends RuntimeException {

    /** Characters of a refused value that are repeated: enough to find it, too few to fill a log. */
    static final int MAX_SHOWN = 100;

    private final String field;

    /**
     * @param field   the JSON field at fault, such as {@code cron} or {@code excludeDates[2]}
     * @param value   what it holds; null if it is not there
     * @param problem completes the sentence "it is '…': …", without a full stop
     */
    public InvalidTrigger(String field, String value, String problem) {
        this(field, value, problem, null);
    }

    InvalidTrigger(String field, String value, String problem, Throwable cause) {
        super("The trigger's " + field + " is " + (value == null ? "missing" : "'" + shown(value) + "'") + ": " + problem + ".", cause);
        this.field = field;
    }

    /** The JSON field at fault, relative to the trigger's object. */
    public String field() {
        return field;
    }

    static String shown(String value) {
        var line = value.replaceAll("[\\p{Cntrl}\\u0085\\u2028\\u2029]", "?");
        return line.length() <= MAX_SHOWN ? line : line.substring(0, MAX_SHOWN) + "…";
    }
}
