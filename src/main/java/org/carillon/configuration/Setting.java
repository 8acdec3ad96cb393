package org.carillon.configuration;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * Every key that an operator may set: its default, what is allowed, and why the default is what it is. The README's table
 * is held equal to this list by a test.
 */
public enum Setting {

    DATABASE_DIRECTORY("carillon.database.directory", "carillon-data", Kind.text(),
            "Folder of the embedded database; relative to the working directory. Never a temporary folder: history and offsets must survive a restart."),
    TASK_WORKERS("carillon.tasks.workers", "4", Kind.integer(1, 256),
            "Threads that run handlers. Only as many fires are claimed as workers are free."),
    TASK_HISTORY_AGE("carillon.tasks.history.age", "P14D", Kind.duration("PT1M", "P3650D"),
            "Runs that ended longer ago are deleted: two weeks are enough to explain last week's incident."),
    TASK_HISTORY_RUNS("carillon.tasks.history.runs", "1000", Kind.integer(1, 1_000_000),
            "Runs kept for each task, so that a task of every second cannot fill the disk."),
    JOURNAL_AGE("carillon.journal.age", "PT10M", Kind.duration("PT1S", "P30D"),
            "How long a client may be away and still get what it missed: a tunnel, a lid, a redeployment."),
    JOURNAL_PUBLICATIONS("carillon.journal.publications", "10000", Kind.integer(1, 1_000_000),
            "Publications kept for each channel; bounds the disk and what one returning client may cost."),
    SESSIONS("carillon.sessions.maximum", "10000", Kind.integer(1, 1_000_000),
            "Connected clients of one node. One more gets 503 with Retry-After at once: what fits a heap of 1 GiB on either server."),
    QUEUE_FRAMES("carillon.sessions.queue.frames", "256", Kind.integer(8, 100_000),
            "Frames that may wait for one client before it is closed as too slow."),
    QUEUE_BYTES("carillon.sessions.queue.bytes", "1048576", Kind.integer(131_072, 1 << 30),
            "Bytes that may wait for one client before it is closed as too slow."),
    SEND_TIMEOUT("carillon.sessions.send-timeout", "PT10S", Kind.duration("PT0.1S", "PT80S"),
            "A send that takes longer closes its client: the connection is dead or its reader has stopped."),
    PING_INTERVAL("carillon.socketio.ping-interval", "PT25S", Kind.duration("PT0.1S", "PT60S"),
            "Socket.IO heartbeat. The reference's value, and below the 90 s after which WildFly drops a silent WebSocket."),
    PING_TIMEOUT("carillon.socketio.ping-timeout", "PT20S", Kind.duration("PT0.1S", "PT60S"),
            "A client that does not answer a ping within this time is gone. The reference's value."),
    CONNECT_TIMEOUT("carillon.socketio.connect-timeout", "PT10S", Kind.duration("PT0.1S", "PT5M"),
            "A session that has not joined a namespace by then is closed, and so is an upgrade that has not finished: both hold memory for nothing."),
    MAX_PAYLOAD("carillon.socketio.max-payload", "1000000", Kind.integer(1_000, 100_000_000),
            "Bytes of one message or one polling body from a client; told to it in the handshake. The reference's value."),
    SOCKETIO_LAST("carillon.socketio.last-on-connect", "false", Kind.bool(),
            "Whether a Socket.IO client gets the last publication of its channels on connecting. Off: clients of the recipe expect live events only."),
    SOCKETIO_RECOVERY("carillon.socketio.recovery", "false", Kind.bool(),
            "Whether every Socket.IO client that comes back gets what it missed, not only those that ask by recovery=1. Off: recovery adds an argument to each event."),
    CLIENT_WORKERS("carillon.clients.workers", "8", Kind.integer(1, 256),
            "Threads that run users' handlers of clients' events. More than cores, because handlers wait for databases."),
    CLIENT_BACKLOG("carillon.clients.backlog", "64", Kind.integer(1, 10_000),
            "Events of one client that may wait for their handlers before it is closed: a person makes a few in a second."),
    FEEDS_LAST("carillon.feeds.last-on-connect", "true", Kind.bool(),
            "Whether a new reader of /events gets the last publication of its channels at once. On: a page should not be empty until the next fire."),
    FEEDS_HEARTBEAT("carillon.feeds.heartbeat", "PT15S", Kind.duration("PT0.1S", "PT60S"),
            "A comment line on quiet /events streams, so that proxies with the usual 60 s idle limit keep them open."),
    FEEDS_RETRY("carillon.feeds.retry", "PT2S", Kind.duration("PT0.1S", "PT5M"),
            "How long a browser waits before it reconnects to /events: short for people, long enough for a redeployment not to become a storm."),
    ORIGINS("carillon.access.origins", "", Kind.origins(),
            "Pages of other origins that may connect, separated by commas, each as scheme://host[:port]. Empty: the same origin only."),
    STOP_GRACE("carillon.stop.grace", "PT1S", Kind.duration("PT0S", "PT5M"),
            "How long a stopping node waits for its running tasks before it interrupts them; orchestrators kill after 10 to 30 s.");

    private final String key;
    private final String standard;
    private final Kind kind;
    private final String reason;

    Setting(String key, String standard, Kind kind, String reason) {
        this.key = key;
        this.standard = standard;
        this.kind = kind;
        this.reason = reason;
    }

    public String key() {
        return key;
    }

    /** The default, as an operator would write it. */
    public String standard() {
        return standard;
    }

    /** What values are allowed, as a phrase: {@code a whole number from 1 to 256}. */
    public String allowed() {
        return kind.allowed();
    }

    public String reason() {
        return reason;
    }

    Kind kind() {
        return kind;
    }

    static Optional<Setting> of(String key) {
        return Stream.of(values()).filter(setting -> setting.key.equals(key)).findAny();
    }
}
