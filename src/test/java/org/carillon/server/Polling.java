package org.carillon.server;

import jakarta.json.Json;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;

/** One Engine.IO session over plain HTTP requests, by a client that keeps the cookie that it gets with its session, as a browser does. */
public final class Polling {

    private final RunningServer server;
    private final String sid;
    private final String open;
    private final String cookie;

    private Polling(RunningServer server, HttpResponse<String> answer) {
        this.server = server;
        this.open = answer.body();
        this.cookie = answer.headers().firstValue("Set-Cookie").orElse("").replaceFirst(";.*", "");
        try (var reader = Json.createReader(new StringReader(open.substring(1)))) {
            this.sid = reader.readObject().getString("sid");
        }
    }

    public static Polling open(RunningServer server) {
        return new Polling(server, Http.get(server.uri("/socket.io/?EIO=4&transport=polling")));
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

    /** Name and value; empty if there was none. */
    public String cookie() {
        return cookie;
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
        return Http.join(park());
    }

    public CompletableFuture<HttpResponse<String>> park() {
        return cookie.isEmpty() ? Http.send("GET", uri(), null) : Http.send("GET", uri(), null, "Cookie", cookie);
    }

    public HttpResponse<String> post(String body) {
        var type = new String[] {"Content-Type", "text/plain;charset=UTF-8"};
        return cookie.isEmpty() ? Http.post(uri(), body, type) : Http.post(uri(), body, type[0], type[1], "Cookie", cookie);
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
