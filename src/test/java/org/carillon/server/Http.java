package org.carillon.server;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Requests with a deadline; headers are given as name, value, name, value. */
public final class Http {

    public static final HttpClient CLIENT = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(5)).build();

    private static final Duration DEADLINE = Duration.ofSeconds(40);

    private Http() {
    }

    public static HttpResponse<String> get(URI uri, String... headers) {
        return join(send("GET", uri, null, headers));
    }

    public static HttpResponse<String> post(URI uri, String body, String... headers) {
        return join(send("POST", uri, body, headers));
    }

    public static CompletableFuture<HttpResponse<String>> send(String method, URI uri, String body, String... headers) {
        var request = HttpRequest.newBuilder(uri).timeout(DEADLINE)
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return CLIENT.sendAsync(request.build(), BodyHandlers.ofString());
    }

    /** Of an answer that need not end; 0 if there is none. */
    public static int statusOf(URI uri, String... headers) {
        var request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(5));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            var answer = CLIENT.send(request.build(), BodyHandlers.ofInputStream());
            answer.body().close();
            return answer.statusCode();
        } catch (IOException nobody) {
            return 0;
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    public static <T> T join(CompletableFuture<T> answer) {
        return answer.orTimeout(DEADLINE.toSeconds(), TimeUnit.SECONDS).join();
    }
}
