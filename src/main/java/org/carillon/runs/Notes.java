package org.carillon.runs;

import java.util.List;

/**
 * What a run has said and the database does not know yet. Immutable.
 *
 * @param progress the latest; null for none
 * @param dropped  lines that were not kept, in all
 */
record Notes(Claim claim, Progress progress, List<LogLine> lines, long dropped) {

    boolean isEmpty() {
        return progress == null && lines.isEmpty() && dropped == 0;
    }
}
