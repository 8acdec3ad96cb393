package org.carillon.administration;

import org.carillon.access.Problem;

/** A call that is answered with a problem. */
class Refused extends RuntimeException {

    private final transient Problem problem;

    Refused(int status, String field, String detail) {
        super(detail);
        this.problem = new Problem(status, field, detail);
    }

    Refused(int status, String detail) {
        this(status, null, detail);
    }

    Problem problem() {
        return problem;
    }
}
