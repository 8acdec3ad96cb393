package org.carillon.broadcast;

/**
 * Every reason for which a session ends, with the WebSocket close code that tells it and whether a client that comes back
 * at once does right. Codes from 4000 on are Carillon's own.
 */
public enum Disconnect {

    CLIENT_CLOSED(1000, "closed by the client", true),
    GOING_AWAY(1001, "the server is stopping or being redeployed", true),
    TOO_LARGE(1009, "a message is larger than maxPayload", false),
    CONNECTION_LOST(4000, "the connection broke", true),
    PROTOCOL_ERROR(4001, "a packet is not what the protocol allows", false),
    PING_TIMEOUT(4002, "no pong came in time", true),
    TOO_SLOW(4003, "the client reads more slowly than it is sent to", true),
    OVERLAPPING_POLL(4004, "a second poll came while one was waiting", true),
    NOT_CONNECTED(4005, "no namespace was joined in time", true),
    UPGRADE_TIMEOUT(4006, "the upgrade did not finish in time", true),
    FULL(4007, "the server holds as many sessions as it may", true),
    TOO_MANY_MESSAGES(4010, "the client sends more messages a second than it may", false),
    HANDLERS_BUSY(4020, "the client sends events faster than they are handled", true),
    DISCONNECTED(4021, "disconnected by the application", false),
    TAKEN_OVER(4022, "the client came back by another connection", true);

    private final int code;
    private final String reason;
    private final boolean mayComeBack;

    Disconnect(int code, String reason, boolean mayComeBack) {
        this.code = code;
        this.reason = reason;
        this.mayComeBack = mayComeBack;
    }

    /** WebSocket close code. */
    public int code() {
        return code;
    }

    /** Close reason; ASCII, below the 123 bytes that a close frame holds. */
    public String reason() {
        return reason;
    }

    /** False where the same client would be closed again for the same reason. */
    public boolean mayComeBack() {
        return mayComeBack;
    }
}
