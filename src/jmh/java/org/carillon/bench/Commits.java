package org.carillon.bench;

/**
 * How long after its commit a client read a publication. Nobody knows a commit's time before it is over, so each writer tells that of
 * its last publication with its next one. Of a batch it is the last that is measured. For one thread.
 */
final class Commits {

    private final long[] read;
    private final long[] told;

    Commits(int writers) {
        read = new long[writers];
        told = new long[writers];
    }

    /**
     * A publication was read.
     *
     * @param committed when its writer's last one was; 0 if there was none
     * @return nanoseconds from that commit until that one was read; negative if this publication tells nothing new
     */
    long lag(int number, long now, long committed) {
        int writer = number % read.length;
        long lag = committed == 0 || committed == told[writer] ? -1 : Math.max(0, read[writer] - committed);
        told[writer] = committed;
        read[writer] = now;
        return lag;
    }
}
