package org.carillon.socketio;

import static java.lang.System.Logger.Level.WARNING;

import jakarta.json.JsonString;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.carillon.api.Handshake;
import org.carillon.journal.Position;
import org.carillon.socketio.RecoveryTable.Row;

/**
 * One client's way back: whether it asked for one, what it had if it has come back, and what is written so that it can come
 * back again. The caller's lock guards all but {@link #isRecovered}.
 */
final class Comeback {

    private static final System.Logger LOG = System.getLogger(Comeback.class.getName());

    private final SocketIo shared;
    private final Handshake handshake;
    private final String namespace;
    private final Runnable takeOver;
    private final boolean asked;
    private String pid;
    private String lastSeen;
    private String begun;
    private volatile boolean recovered;

    /** @param takeOver ends the connection, if the client comes back by another */
    Comeback(SocketIo shared, Handshake handshake, String namespace, Runnable takeOver) {
        this.shared = shared;
        this.handshake = handshake;
        this.namespace = namespace;
        this.takeOver = takeOver;
        this.asked = shared.recoversAll() || "1".equals(handshake.query().get("recovery")) || handshake.auth().getBoolean("recovery", false);
    }

    boolean isAsked() {
        return asked;
    }

    boolean isRecovered() {
        return recovered;
    }

    /** The secret that the client is told; null if it did not ask. */
    String pid() {
        return pid;
    }

    /** The position behind which it goes on; null if it begins anew. */
    String lastSeen() {
        return lastSeen;
    }

    /**
     * What the client had, if it has come back and can be brought all that it missed. Waits for the database; if that is away, the
     * client begins anew and is told so.
     */
    Optional<Row> restore(Function<Row, Set<String>> channels) {
        var named = text("pid");
        if (!asked || named == null) {
            return Optional.empty();
        }
        try {
            return shared.recoveries().find(named, namespace).filter(row -> isResumable(row, channels.apply(row)));
        } catch (RuntimeException away) {
            LOG.log(WARNING, "What a client had could not be looked up; it begins anew.", away);
            return Optional.empty();
        }
    }

    private boolean isResumable(Row row, Set<String> channels) {
        // It may have left before it got anything: then it missed what came since it began.
        var seen = text("offset") == null ? row.begun() : text("offset");
        recovered = shared.recoveries().isResumable(seen, channels);
        pid = recovered ? row.pid() : null;
        lastSeen = recovered ? seen : null;
        return recovered;
    }

    /** It begins to hear. The window may have moved on since it was looked at. */
    void started(Position from, boolean resumed) {
        recovered &= resumed;
        if (asked) {
            pid = recovered ? pid : shared.sids().next();
            begun = from.toString();
        }
    }

    void joined(String sid, Set<String> rooms) {
        if (asked) {
            shared.recoveries().connected(row(sid, rooms), takeOver);
        }
    }

    void changed(String sid, Set<String> rooms) {
        if (begun != null) {
            shared.recoveries().changed(row(sid, rooms));
        }
    }

    /** @param forGood whether the client may not come back */
    void left(String sid, Set<String> rooms, boolean forGood) {
        if (begun != null) {
            shared.recoveries().left(row(sid, rooms), takeOver, forGood);
        }
    }

    private Row row(String sid, Set<String> rooms) {
        return new Row(pid, sid, namespace, Set.copyOf(rooms), begun);
    }

    private String text(String key) {
        return handshake.auth().get(key) instanceof JsonString text ? text.getString() : null;
    }
}
