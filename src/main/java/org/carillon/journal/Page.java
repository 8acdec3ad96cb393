package org.carillon.journal;

import java.util.List;

/**
 * One look into the journal. Immutable.
 *
 * @param found    publications, in order
 * @param isAll    whether nothing newer was there
 * @param standing what the journal knew of the channels right after
 */
public record Page(List<Publication> found, boolean isAll, Standing standing) {

    /** Through which offset the page leaves nothing out, for a reader from this offset on. */
    public long reached(long from) {
        return found.isEmpty() ? from : Math.max(from, found.get(found.size() - 1).offset());
    }
}
