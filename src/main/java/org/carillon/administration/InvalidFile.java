package org.carillon.administration;

/** A file of definitions that cannot be used. The message is one line that names the line, the field and what is wrong. */
class InvalidFile extends RuntimeException {

    /** @param line from 1; 0 if it is the file as a whole */
    InvalidFile(int line, String problem, Throwable cause) {
        super((line > 0 ? "line " + line + ": " : "") + problem.replaceAll("[\\p{Cntrl}\\u0085\\u2028\\u2029]", " "), cause);
    }
}
