package org.carillon.binding;

/** Something in a JSON document that does not fit; the message names the field and what is allowed. */
public class InvalidField extends IllegalArgumentException {

    private final String field;
    private final String problem;

    /**
     * @param field   its path, such as {@code retry.on[2]}; empty for the document itself
     * @param problem completes the sentence "The field … …"
     */
    public InvalidField(String field, String problem) {
        super((field.isEmpty() ? "The document " : "The field '" + field + "' ") + problem + ".");
        this.field = field;
        this.problem = problem;
    }

    public String field() {
        return field;
    }

    /** The same problem, seen from the document around. */
    public InvalidField below(String parent) {
        var wrong = new InvalidField(field.isEmpty() || parent.isEmpty() ? parent + field : parent + "." + field, problem);
        wrong.initCause(getCause());
        return wrong;
    }
}
