package org.carillon.api;

/** Thrown by {@link TaskContext#checkpoint} to end the work. */
public class TaskStopped extends RuntimeException {

    /** Why a run should end. */
    public enum Reason {
        CANCELLED("The run was cancelled."),
        SOFT_TIMEOUT("The run is over its soft timeout."),
        HARD_TIMEOUT("The run is over its hard timeout."),
        /** Others may have taken the run by now: no result of this attempt will be accepted. */
        LEASE_LOST("The node has lost its lease."),
        NODE_STOPPING("The node is stopping.");

        private final String text;

        Reason(String text) {
            this.text = text;
        }
    }

    private final transient Reason reason;

    public TaskStopped(Reason reason) {
        super(reason.text);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
