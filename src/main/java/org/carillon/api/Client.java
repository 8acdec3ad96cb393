package org.carillon.api;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * One Socket.IO client in one namespace, from its {@link OnConnect} to its {@link OnDisconnect}. Safe for use by several
 * threads; nothing here waits for the client, and nothing has an effect after it has left.
 *
 * <p>Arguments of {@code emit} and the like are {@code JsonValue}s, {@code null}, {@code String}, {@code Boolean}, numbers, enums,
 * records, {@code List}s, {@code Map}s with text as keys, {@code byte[]} and {@code ByteBuffer}; or one {@link Arguments}, which is
 * sent as it is. Anything else is an {@link IllegalArgumentException}.
 */
public interface Client {

    /** Rooms that a client may be in, beside its own: they are looked up in one query when it comes back. */
    int MAX_ROOMS = 100;

    /** Attributes that may be kept for a client. */
    int MAX_ATTRIBUTES = 64;

    /** Acknowledgements that may be awaited from a client at once. */
    int MAX_AWAITED_ACKS = 256;

    /** Its identity in this namespace, and the name of the room that it alone is in. Not a secret. */
    String id();

    String namespace();

    Handshake handshake();

    /** Whether it came back within the history window: same id, same rooms, and what it missed is sent to it. */
    boolean isRecovered();

    /** False before it was let in and after it has left. */
    boolean isConnected();

    /** The rooms that it has joined, without its own. */
    Set<String> rooms();

    /**
     * Puts it into rooms.
     *
     * @throws IllegalArgumentException if a name is empty, begins with a slash, has a control character, or is longer with its
     *                                  namespace than {@link Announcement#MAX_NAME}
     * @throws IllegalStateException if it would be in more than {@value #MAX_ROOMS}
     */
    void join(String... rooms);

    void leave(String... rooms);

    /** Sends an event to it alone. It is not recorded: a client that is away does not get it later. */
    void emit(String event, Object... arguments);

    /** As {@link #emit}, if nothing waits to be sent to it; else the event is dropped. */
    void emitVolatile(String event, Object... arguments);

    /**
     * Sends an event to it and waits for its acknowledgement without a thread. What is made to follow runs on the threads of
     * {@link OnEvent}, in the order of this client's events.
     *
     * @param timeout to the next second
     * @return fails with a {@link java.util.concurrent.TimeoutException} if none comes in time, and with an {@link
     *         IllegalStateException} if the client has left or {@value #MAX_AWAITED_ACKS} are awaited already
     */
    CompletionStage<Arguments> emitWithAck(Duration timeout, String event, Object... arguments);

    /** Everybody of the namespace but this client. */
    Audience others();

    /** Everybody in one of these rooms but this client. */
    Audience to(String... rooms);

    /** Makes it leave the namespace; its connection stays, for the other namespaces that it may be in. */
    void disconnect();

    /** Ends its connection, and with it its part in every namespace. */
    void close();

    /** Something that was kept for it, or null. */
    Object attribute(String name);

    /**
     * Keeps something for it as long as it is connected; null forgets it. Not kept for its return.
     *
     * @throws IllegalStateException if {@value #MAX_ATTRIBUTES} are kept already
     */
    void attribute(String name, Object value);
}
