package org.carillon.server;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** Reads {@code /events} as curl would, line by line. */
public final class EventReader implements AutoCloseable {

    /** @param id empty for a comment or a field that stands alone */
    public record Event(String id, String type, String data) {

        public JsonObject json() {
            try (var reader = Json.createReader(new StringReader(data))) {
                return reader.readObject();
            }
        }

        public long offset() {
            return json().getJsonNumber("offset").longValue();
        }
    }

    private final List<Event> events = new CopyOnWriteArrayList<>();
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final InputStream body;
    private final CompletableFuture<Void> ended;

    public EventReader(URI uri, String... headers) {
        var request = HttpRequest.newBuilder(uri);
        if (headers.length > 0) {
            request.headers(headers);
        }
        var response = Http.join(Http.CLIENT.sendAsync(request.build(), BodyHandlers.ofInputStream()));
        if (response.statusCode() != 200) {
            throw new IllegalStateException("HTTP " + response.statusCode());
        }
        body = response.body();
        ended = CompletableFuture.runAsync(this::read);
    }

    /** Waits until there are this many publications and control events. */
    public List<Event> await(int count) {
        Await.until(count + " events arrive; so far " + events, Duration.ofSeconds(20), () -> events.size() >= count);
        return events().subList(0, count);
    }

    /** What has come so far. */
    public List<Event> events() {
        return List.copyOf(events);
    }

    public List<String> lines() {
        return lines;
    }

    /** Completes when the server has ended the stream. */
    public CompletableFuture<Void> ended() {
        return ended;
    }

    @Override
    public void close() throws IOException {
        body.close();
    }

    private void read() {
        var fields = new String[] {"", "message", ""};
        try (var reader = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(line);
                fields = take(line, fields);
            }
        } catch (IOException closed) {
            lines.add("(ended: " + closed.getMessage() + ")");
        }
    }

    private String[] take(String line, String[] fields) {
        if (line.isEmpty()) {
            if (!fields[2].isEmpty()) {
                events.add(new Event(fields[0], fields[1], fields[2]));
            }
            return new String[] {"", "message", ""};
        }
        if (line.startsWith("id: ")) {
            fields[0] = line.substring(4);
        } else if (line.startsWith("event: ")) {
            fields[1] = line.substring(7);
        } else if (line.startsWith("data: ")) {
            fields[2] = line.substring(6);
        }
        return fields;
    }
}
