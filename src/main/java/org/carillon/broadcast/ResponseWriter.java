package org.carillon.broadcast;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.util.function.Consumer;

/**
 * Writes to an asynchronous response without ever waiting: a client that reads one byte a minute holds no thread. Made on
 * the container's thread, while the request is in asynchronous mode; afterwards safe for use by several threads, one chunk
 * at a time.
 */
public final class ResponseWriter implements WriteListener {

    private final ServletOutputStream out;
    private final Consumer<Throwable> failed;
    private byte[] chunk;
    private boolean unflushed;
    private Runnable written;

    /** @param failed told at most once a write, when the client is gone */
    public ResponseWriter(AsyncContext context, Consumer<Throwable> failed) throws IOException {
        this.failed = failed;
        this.out = context.getResponse().getOutputStream();
        out.setWriteListener(this);
    }

    /** @param then called when the container has taken all of it; no other write may begin before */
    public void write(byte[] bytes, Runnable then) {
        synchronized (this) {
            chunk = bytes;
            unflushed = true;
            written = then;
        }
        onWritePossible();
    }

    @Override
    public void onWritePossible() {
        Runnable done = null;
        try {
            synchronized (this) {
                while (written != null && out.isReady()) {
                    done = advance();
                }
            }
        } catch (IOException | RuntimeException gone) {
            onError(gone);
            return;
        }
        if (done != null) {
            done.run();
        }
    }

    @Override
    public void onError(Throwable gone) {
        synchronized (this) {
            written = null;
            chunk = null;
        }
        failed.accept(gone);
    }

    /** One call of the stream for each time that it says it is ready; returns what to run when nothing is left. */
    private Runnable advance() throws IOException {
        if (chunk != null) {
            var bytes = chunk;
            chunk = null;
            out.write(bytes);
            return null;
        }
        if (unflushed) {
            unflushed = false;
            out.flush();
            return null;
        }
        var done = written;
        written = null;
        return done;
    }
}
