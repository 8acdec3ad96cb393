package org.carillon.engineio;

import org.carillon.broadcast.Disconnect;

/** How the packets of one session travel at the moment. Implementations are safe for use by several threads and never wait. */
interface Transport {

    /** Sends what the session has queued, if the client can take it now. */
    void flush();

    /** Whether a send has been under way for longer than this. */
    boolean isStuck(long millis);

    /** Ends the connection, telling the client why as far as the transport can. */
    void close(Disconnect reason);
}
