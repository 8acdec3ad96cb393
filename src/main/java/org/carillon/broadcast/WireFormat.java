package org.carillon.broadcast;

import org.carillon.journal.Publication;

/** How a door writes a publication. One instance serves all its sessions, and is asked once for each publication. */
@FunctionalInterface
public interface WireFormat {

    Frame encode(Publication publication);
}
