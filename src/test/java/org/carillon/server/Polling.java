package org.carillon.server;

import jakarta.json.Json;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;

/** One Engine.IO session over plain HTTP requests. */
public final class Polling {

    private final RunningServer server;
    private final String sid;
    private final String open;

    private Polling(RunningServer server, String open) {
        this.server = server;
        this.open = open;
        try (var reader = Json.createReader(new StringReader(open.substring(1)))) {
            this.sid = reader.readObject().getString("sid");
        }
    }

    public static Polling open(RunningServer server) {
        return new Polling(server, Http.get(server.uri("/socket.io/?EIO=4&transport=polling")).body());
    }

    /** Opens a session and joins the default namespace. */
    public static Polling connect(RunningServer server) {
        var polling = open(server);
        polling.post("40");
        polling.pollFor("40{");
        return polling;
    }

    public String sid() {
        return sid;
    }

    /** The packet with which the server opened the session. */
    public String openPacket() {
        return open;
    }

    public URI uri() {
        return server.uri("/socket.io/?EIO=4&transport=polling&sid=" + sid);
    }

    /** Path and query of {@link #uri}, for a request that is written by hand. */
    public String target() {
        return uri().getRawPath() + "?" + uri().getRawQuery();
    }

    public URI webSocket() {
        return server.webSocket("EIO=4&transport=websocket&sid=" + sid);
    }

    public HttpResponse<String> get() {
        return Http.get(uri());
    }

    public CompletableFuture<HttpResponse<String>> park() {
        return Http.send("GET", uri(), null);
    }

    public HttpResponse<String> post(String body) {
        return Http.post(uri(), body, "Content-Type", "text/plain;charset=UTF-8");
    }

    /** Polls, answering pings, until a packet begins with this; returns it. */
    public String pollFor(String beginning) {
        for (int i = 0; i < 50; i++) {
            var answer = get();
            if (answer.statusCode() != 200) {
                throw new AssertionError("HTTP " + answer.statusCode() + " while waiting for " + beginning);
            }
            for (String packet : answer.body().split("\u001e")) {
                if (packet.startsWith(beginning)) {
                    return packet;
                }
                if (packet.equals("2")) {
                    post("3");
                }
            }
        }
        throw new AssertionError("No packet " + beginning + " in 50 polls");
    }
}
