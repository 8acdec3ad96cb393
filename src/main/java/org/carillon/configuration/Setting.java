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
    DATABASE_URL("carillon.database.url", "", Kind.postgresql(),
            "The database that all nodes of a cluster share. Empty: the embedded one, for one node. Whatever the URL says of timeouts goes before ours."),
    DATABASE_USER("carillon.database.user", "", Kind.free(),
            "Who may create tables in that database."),
    DATABASE_PASSWORD("carillon.database.password", "", Kind.password(),
            "Its password. Never logged and never shown; give it by environment or file, because a process's options can be read by others."),
    NODE_NAME("carillon.node.name", "", Kind.name(),
            "How people call this node. Empty: process id and host. Nothing depends on it: a node's identity is new at every start."),
    NUDGES("carillon.cluster.nudges", "true", Kind.bool(),
            "Whether nodes tell each other of commits by LISTEN and NOTIFY. Off: each looks every 250 ms, which is cheaper where many nodes commit often, and works through a pooler by transaction, which knows no LISTEN. The same on all nodes: one that hears looks only once a second."),
    TASK_WORKERS("carillon.tasks.workers", "4", Kind.integer(1, 256),
            "Threads that run handlers. Only as many fires are claimed as workers are free."),
    TASK_HISTORY_AGE("carillon.tasks.history.age", "P14D", Kind.duration("PT1M", "P3650D"),
            "Runs that ended longer ago are deleted: two weeks are enough to explain last week's incident."),
    TASK_HISTORY_RUNS("carillon.tasks.history.runs", "1000", Kind.integer(1, 1_000_000),
            "Runs kept for each task, so that a task of every second cannot fill the disk."),
    TASKS_FILE("carillon.tasks.file", "", Kind.file(".yaml", ".yml", ".json"),
            "Definitions of tasks; an edit takes effect within a second. Empty: none."),
    JOURNAL_AGE("carillon.journal.age", "PT10M", Kind.duration("PT1S", "P30D"),
            "How long a client may be away and still get what it missed: a tunnel, a lid, a redeployment."),
    JOURNAL_PUBLICATIONS("carillon.journal.publications", "10000", Kind.integer(1, 1_000_000),
            "Publications kept for each channel; bounds the disk and what one returning client may cost."),
    LAST_VALUE_AGE("carillon.journal.last-value.age", "P7D", Kind.duration("PT1S", "P3650D"),
            "How long a quiet channel's last publication outlives the window, for clients that come then: a weekly report is still there."),
    LAST_VALUE_CHANNELS("carillon.journal.last-value.channels", "100000", Kind.integer(1, 10_000_000),
            "Quiet channels whose last publication is kept; the longest quiet go first. Every Socket.IO client has a channel of its own, so without a bound they would fill the disk."),
    RECENT_PUBLICATIONS("carillon.journal.memory.publications", "4000", Kind.integer(1, 1_000_000),
            "Newest publications that a node keeps in memory too, so that a storm of returning clients costs the database nothing: 80 s at 50 a second, longer than a redeployment."),
    RECENT_BYTES("carillon.journal.memory.bytes", "4194304", Kind.integer(262_144, 1 << 30),
            "Heap for them: below 1 % of 512 MiB."),
    SESSIONS("carillon.sessions.maximum", "10000", Kind.integer(1, 1_000_000),
            "Connected clients of one node. One more gets 503 with Retry-After at once: what fits a heap of 1 GiB on either server."),
    SESSIONS_PER_ADDRESS("carillon.sessions.per-address", "1000", Kind.integer(1, 1_000_000),
            "Connected clients of one IP address, of IPv6 of one network of 64 bits. A tenth of the node, and more than an office behind one address has. One more gets 429."),
    NEW_SESSIONS("carillon.sessions.new-per-second", "1000", Kind.integer(1, 1_000_000),
            "New sessions of one node in a second, twice that at once: about what either server can open. A full node's clients are back within 10 s of a redeployment."),
    NEW_PER_ADDRESS("carillon.sessions.new-per-second-per-address", "100", Kind.integer(1, 1_000_000),
            "New sessions of one address in a second, twice that at once. One more gets 429 with Retry-After."),
    QUEUE_FRAMES("carillon.sessions.queue.frames", "256", Kind.integer(8, 100_000),
            "Frames that may wait for one client before it is closed as too slow."),
    QUEUE_BYTES("carillon.sessions.queue.bytes", "1048576", Kind.integer(131_072, 1 << 30),
            "Bytes that may wait for one client before it is closed as too slow."),
    QUEUES_HEAP("carillon.sessions.queue.heap-percent", "25", Kind.integer(1, 75),
            "Percent of the heap that may wait for all clients together. Beyond it the client for which most waits is closed as too slow, and so on until there is room."),
    SEND_TIMEOUT("carillon.sessions.send-timeout", "PT10S", Kind.duration("PT0.1S", "PT80S"),
            "A send that takes longer closes its client: the connection is dead or its reader has stopped."),
    STANDARD_SEND("carillon.sessions.standard-send", "false", Kind.bool(),
            "Whether WebSockets are sent to by the standard API alone. Off: the server's own way, which costs a fraction. On: with nothing of ours around it, should an update of the server disagree with that way."),
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
    SOCKETIO_COOKIE("carillon.socketio.cookie", "", Kind.cookie(),
            "Name of a cookie that holds the id of a session which begins by polling, for a balancer that tells clients apart by it. Empty: no cookie; nothing of ours reads it."),
    CLIENT_WORKERS("carillon.clients.workers", "8", Kind.integer(1, 256),
            "Threads that run users' handlers of clients' events. More than cores, because handlers wait for databases."),
    CLIENT_BACKLOG("carillon.clients.backlog", "64", Kind.integer(1, 10_000),
            "Events of one client that may wait for their handlers before it is closed: a person makes a few in a second."),
    FEEDS_LAST("carillon.feeds.last-on-connect", "true", Kind.bool(),
            "Whether a new reader of /events or /feed gets the last publication of its channels at once. On: a page should not be empty until the next fire."),
    FEEDS_HEARTBEAT("carillon.feeds.heartbeat", "PT15S", Kind.duration("PT0.1S", "PT60S"),
            "A comment line on quiet /events streams, so that proxies with the usual 60 s idle limit keep them open."),
    FEEDS_RETRY("carillon.feeds.retry", "PT2S", Kind.duration("PT0.1S", "PT5M"),
            "How long a browser waits before it reconnects to /events: short for people, long enough for a redeployment not to become a storm."),
    FEED_PING_INTERVAL("carillon.feed.ping-interval", "PT25S", Kind.duration("PT0.1S", "PT60S"),
            "How long a client of /feed may be silent before it is pinged; below the 90 s after which WildFly drops a silent WebSocket."),
    FEED_PING_TIMEOUT("carillon.feed.ping-timeout", "PT20S", Kind.duration("PT0.1S", "PT60S"),
            "A client of /feed that sends nothing within this time after a ping is gone. Every WebSocket library answers pings by itself."),
    FEED_MAX_MESSAGE("carillon.feed.max-message", "131072", Kind.integer(1_024, 1 << 20),
            "Characters of one message from a client of /feed: the longest subscribe message, 128 names of 255 escaped characters, fits."),
    FEED_MAX_RATE("carillon.feed.messages-per-second", "50", Kind.integer(1, 100_000),
            "Messages of one client of /feed in a second. A client subscribes when it opens a view; one that sends more runs wild."),
    MESSAGE_RATE("carillon.socketio.messages-per-second", "100", Kind.integer(1, 1_000_000),
            "Packets of one Socket.IO client in a second, pongs as well, ten times that at once. A client at 60 frames a second is below; one that floods is closed."),
    ORIGINS("carillon.access.origins", "", Kind.origins(),
            "Pages of other origins that may connect, separated by commas, each as scheme://host[:port]. Empty: the same origin only."),
    UNCOUNTED("carillon.access.uncounted", "127.0.0.1,::1", Kind.addresses(),
            "IP addresses for which the limits of an address do not count, separated by commas: proxies that the server is not told to trust, behind which all clients look alike."),
    ADMIN_TOKEN("carillon.admin.token", "", Kind.token(),
            "Who administers by /api sends it as Authorization: Bearer. Empty: nothing can be changed. Never logged and never shown; give it by environment or file, because a process's options can be read by others."),
    AUDIT_AGE("carillon.audit.age", "P365D", Kind.duration("P1D", "P3650D"),
            "How long it is known who changed what: a year is what auditors ask for."),
    STOP_GRACE("carillon.stop.grace", "PT5S", Kind.duration("PT0S", "PT5M"),
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
