package org.carillon.trials;

import org.junit.jupiter.api.Test;

/** The trials that a change is most likely to break, on two nodes and in as little time as they can be. */
class ShortTrialsIT {

    private static final int NODES = 2;

    /** What a machine that builds may stand still. */
    private static final int STALL_MILLIS = 3_000;

    @Test
    void eachDueFireRunsOnceAndEverybodySeesOneOrder() throws Exception {
        NoFaultsTrial.run(NODES, 60, 10);
    }

    @Test
    void whatAKilledNodeHadIsDoneByTheOther() throws Exception {
        KillTrial.run(NODES, 20, 1, 1_000, KillTrial.TAKING_OVER_MILLIS + STALL_MILLIS);
    }

    @Test
    void whatAStoppedNodeBringsTooLateIsRefused() throws Exception {
        PauseTrial.run(NODES, 1);
    }

    @Test
    void nodesThatStartAtOnceAreOneCluster() throws Exception {
        StartRaceTrial.run(NODES);
    }
}
