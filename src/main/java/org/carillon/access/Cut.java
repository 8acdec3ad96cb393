package org.carillon.access;

import static java.lang.System.Logger.Level.DEBUG;

import jakarta.servlet.AsyncContext;
import java.io.Closeable;

/**
 * Ends the connection of a client that takes nothing any more: the end of its request would wait behind what it does not take, and
 * both would stay in the container's buffers for as long as it likes. Has no state.
 */
public final class Cut {

    private static final System.Logger LOG = System.getLogger(Cut.class.getName());

    private Cut() {
    }

    /** To be called before the request is completed, which is still to be done. Where the container is not what it is taken for, nothing happens. */
    public static void off(AsyncContext context) {
        try {
            if (context instanceof DoorAsync payara) {
                payara.cut();
            } else if (Private.follow(context, "exchange", "connection") instanceof Closeable undertow
                    && Private.follow(context, "exchange", "protocol").toString().startsWith("HTTP/1")) {
                // A connection of HTTP/2 carries others.
                undertow.close();
            }
        } catch (Exception otherContainer) {
            LOG.log(DEBUG, "The connection of a client that is too slow is left to the container.", otherContainer);
        }
    }
}
