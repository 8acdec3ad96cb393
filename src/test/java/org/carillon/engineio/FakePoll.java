package org.carillon.engineio;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** One GET of a polling client, which may stop reading or be gone. For one thread. */
final class FakePoll {

    boolean ready = true;
    boolean gone;
    boolean completed;

    /** What the client does when it has the answer. */
    Runnable onAnswer = () -> { };

    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private WriteListener listener;

    private final ServletOutputStream out = new ServletOutputStream() {
        @Override
        public boolean isReady() {
            return ready;
        }

        @Override
        public void setWriteListener(WriteListener writeListener) {
            listener = writeListener;
        }

        @Override
        public void write(int b) throws IOException {
            if (gone) {
                throw new IOException("broken pipe");
            }
            body.write(b);
        }
    };

    HttpServletRequest request() {
        var response = FakeSocket.proxy(HttpServletResponse.class, (method, arguments) -> method.equals("getOutputStream") ? out : null);
        var context = FakeSocket.proxy(AsyncContext.class, (method, arguments) -> {
            if (method.equals("complete")) {
                completed = true;
                onAnswer.run();
            }
            return method.equals("getResponse") ? response : null;
        });
        return FakeSocket.proxy(HttpServletRequest.class, (method, arguments) -> method.equals("startAsync") ? context : null);
    }

    /** The client reads on. */
    void readOn() throws IOException {
        ready = true;
        listener.onWritePossible();
    }

    String body() {
        return body.toString(StandardCharsets.UTF_8);
    }
}
