package org.carillon.tasks;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.carillon.journal.Draft;

/**
 * What came of a claim.
 *
 * @param error  stack trace of a failure, else null
 * @param drafts what is to be told if the run is recorded
 */
record Outcome(Claim claim, RunState state, String error, List<Draft> drafts) {

    /** Characters of a stack trace that are kept: the first frames tell, and a row must not outgrow its page. */
    static final int MAX_ERROR = 16_384;

    static Outcome succeeded(Claim claim, List<Draft> drafts) {
        return new Outcome(claim, RunState.SUCCEEDED, null, drafts);
    }

    static Outcome failed(Claim claim, Throwable thrown) {
        var text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        var trace = text.toString();
        return new Outcome(claim, RunState.FAILED, trace.substring(0, Math.min(MAX_ERROR, trace.length())), List.of());
    }
}
