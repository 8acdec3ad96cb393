package org.carillon.broadcast;

/**
 * The way out of one WebSocket, in whatever manner its container does it best. Never waits for the client. One send is in
 * flight at a time, which the caller sees to with a {@link SendLoop}; {@link #close} may be called by any thread at any time.
 */
public interface FrameSender {

    /**
     * Begins to send what is next in the queue: one frame, or as many as fit into one write.
     *
     * @param done called once when all of it is out; not called after a failure, which goes to whom the sender was made for
     * @return false if the queue is empty
     */
    boolean sendNext(OutboundQueue queue, Runnable done);

    /** Sends one frame past any queue: only before the first {@link #sendNext}. */
    void sendNow(Frame frame);

    /** Ends the connection: with a close frame if one can get out, and in any case within the send timeout. */
    void close(Disconnect reason);
}
