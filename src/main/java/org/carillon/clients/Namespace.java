package org.carillon.clients;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.ERROR;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;
import org.carillon.api.Ack;
import org.carillon.api.Arguments;
import org.carillon.api.Client;
import org.carillon.api.ConnectionRefused;
import org.carillon.api.EventRefused;
import org.carillon.clients.HandlerMethod.Call;
import org.carillon.json.Json;

/**
 * A namespace, or a pattern of namespaces, with its handlers. Calls them on the thread that asks and contains what they throw.
 * Written at start, then read by several threads.
 */
public final class Namespace {

    /** The event by which a client that asked for no acknowledgement is told that its event was not served. */
    public static final String EXCEPTION = "exception";

    /** What a client is told of a handler's failure: no more than that. */
    private static final String FAILED = "The handler failed.";

    private static final System.Logger LOG = System.getLogger(Namespace.class.getName());

    private final String spec;
    private final LongAdder failures;
    private final Map<String, HandlerMethod> events = new HashMap<>();
    private HandlerMethod connect;
    private HandlerMethod disconnect;

    Namespace(String spec, LongAdder failures) {
        this.spec = spec;
        this.failures = failures;
    }

    /** Whether a handler decides who may join. */
    public boolean decides() {
        return connect != null;
    }

    public boolean hearsDisconnect() {
        return disconnect != null;
    }

    /** Whether anything is to be done about this event. */
    public boolean handles(String event) {
        return events.containsKey(event);
    }

    /** @throws ConnectionRefused if the client may not join, for whatever reason */
    public void connect(Client client) {
        if (connect == null) {
            return;
        }
        try {
            connect.call(new Call(client, Arguments.NONE, null, null));
        } catch (ConnectionRefused refused) {
            throw refused;
        } catch (Throwable failed) {
            fail(connect, client, failed);
            throw new ConnectionRefused(FAILED);
        }
    }

    public void disconnect(Client client, String reason) {
        if (disconnect == null) {
            return;
        }
        try {
            disconnect.call(new Call(client, Arguments.NONE, null, reason));
        } catch (Throwable failed) {
            fail(disconnect, client, failed);
        }
    }

    /** @param ack how the client is answered; it says so itself if the client did not ask */
    public void event(Client client, String event, Arguments arguments, Ack ack) {
        var handler = events.get(event);
        if (handler == null) {
            if (ack.isAsked()) {
                ack.send(error("unknown_event", "Nobody handles this event.", event, null));
            }
            return;
        }
        try {
            var result = handler.call(new Call(client, arguments, ack, null));
            if (result instanceof CompletionStage<?> stage) {
                stage.whenComplete((value, failed) -> later(handler, client, event, ack, value, failed));
            } else if (handler.returnsSomething()) {
                ack.send(result);
            } else if (!handler.takesAck()) {
                ack.send();
            }
        } catch (Throwable thrown) {
            refuse(handler, client, event, ack, thrown);
        }
    }

    private void later(HandlerMethod handler, Client client, String event, Ack ack, Object value, Throwable failed) {
        try {
            if (failed == null) {
                ack.send(value);
            } else {
                refuse(handler, client, event, ack, failed.getCause() == null ? failed : failed.getCause());
            }
        } catch (RuntimeException unsendable) {
            refuse(handler, client, event, ack, unsendable);
        }
    }

    private void refuse(HandlerMethod handler, Client client, String event, Ack ack, Throwable thrown) {
        JsonObject error;
        if (thrown instanceof InvalidArgument invalid) {
            LOG.log(DEBUG, "Client {0} sent {1}: {2}", client.id(), event, invalid.getMessage());
            error = error("invalid_arguments", invalid.getMessage(), event, null);
        } else if (thrown instanceof EventRefused refused) {
            error = error("refused", String.valueOf(refused.getMessage()), event, refused.data());
        } else {
            fail(handler, client, thrown);
            error = error("failed", FAILED, event, null);
        }
        if (ack.isAsked()) {
            ack.send(error);
        } else {
            client.emit(EXCEPTION, error);
        }
    }

    private static JsonObject error(String code, String message, String event, JsonValue data) {
        var error = Json.createObjectBuilder().add("code", code).add("message", message).add("event", event);
        if (data != null) {
            error.add("data", data);
        }
        return Json.createObjectBuilder().add("error", error).build();
    }

    private void fail(HandlerMethod handler, Client client, Throwable failed) {
        failures.increment();
        LOG.log(ERROR, "The handler " + handler + " failed for client " + client.id() + " of " + client.namespace() + ".", failed);
    }

    String spec() {
        return spec;
    }

    /** False if the event has a handler already. */
    boolean onEvent(String event, HandlerMethod handler) {
        return events.putIfAbsent(event, handler) == null;
    }

    boolean onConnect(HandlerMethod handler) {
        boolean first = connect == null;
        connect = first ? handler : connect;
        return first;
    }

    boolean onDisconnect(HandlerMethod handler) {
        boolean first = disconnect == null;
        disconnect = first ? handler : disconnect;
        return first;
    }
}
