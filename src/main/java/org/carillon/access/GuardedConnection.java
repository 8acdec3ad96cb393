package org.carillon.access;

import static java.lang.System.Logger.Level.DEBUG;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpUpgradeHandler;
import jakarta.servlet.http.WebConnection;
import java.io.IOException;

/**
 * What Tyrus sees of an upgraded connection on Payara. It is read only when Tyrus has made its session, and closed only when the
 * container has done with the request.
 *
 * <p>Read before, a frame that is there already is handed to Tyrus at once, on the thread that was to make the session: this waits
 * for itself, for ever. A client whose frame overtakes the end of the handshake would hang, and a hostile one could take all threads
 * in this way. Closed before, the container gives the request away while it still works on it: it fails, the connection stays open,
 * and another request may be harmed. May be closed by any thread.
 */
@SuppressWarnings("try") // what may be thrown is for the container to declare
final class GuardedConnection implements WebConnection {

    private static final System.Logger LOG = System.getLogger(GuardedConnection.class.getName());

    private final WebConnection connection;
    private final HttpUpgradeHandler owner;
    private final LateEnds lateEnds;
    private LateInput input;
    private volatile boolean closing;

    /** @param owner whom the container has upgraded the request to */
    GuardedConnection(WebConnection connection, HttpUpgradeHandler owner, LateEnds lateEnds) {
        this.connection = connection;
        this.owner = owner;
        this.lateEnds = lateEnds;
        try {
            // An earlier use of the request may have left it, if its answer overtook the end of its service.
            Private.set(request(), "afterService", false);
        } catch (ReflectiveOperationException | RuntimeException otherVersion) {
            LOG.log(DEBUG, "The container cannot be told that it works on a request.", otherVersion);
        }
    }

    /** Lets what has come in be read, and what will. A client that was closed as soon as it was there is not heard any more. */
    void read() {
        if (input != null && !closing) {
            input.begin();
        }
    }

    /**
     * Lets the container's request, which it keeps for a later one, forget its owner: it would do so only then, and keep until then
     * the class loader of an application that is gone.
     */
    void forget() {
        try {
            var request = request();
            if (Private.follow(request, "httpUpgradeHandler") == owner) {
                Private.set(request, "httpUpgradeHandler", null);
            }
        } catch (ReflectiveOperationException | RuntimeException otherVersion) {
            LOG.log(DEBUG, "The container keeps a closed connection's handler as long as it likes.", otherVersion);
        }
    }

    /** False as long as the container works on the request; else closes what is still to be closed. */
    boolean closeIfServed() throws Exception {
        try {
            var request = request();
            if (Private.follow(request, "httpUpgradeHandler") != owner) {
                return true;
            }
            if (!is(request, "upgrade")) {
                // The client was quicker, and nobody tells the owner.
                forget();
                return true;
            }
            if (!is(request, "afterService")) {
                return false;
            }
        } catch (ReflectiveOperationException | RuntimeException otherVersion) {
            LOG.log(DEBUG, "The container cannot be asked whether it has done with a request.", otherVersion);
        }
        connection.close();
        return true;
    }

    private Object request() throws ReflectiveOperationException {
        return Private.follow(connection, "request");
    }

    private static boolean is(Object request, String field) throws ReflectiveOperationException {
        return (Boolean) Private.follow(request, field);
    }

    @Override
    public void close() throws Exception {
        closing = true;
        if (!closeIfServed()) {
            lateEnds.add(this::closeIfServed);
        }
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
        if (input == null) {
            input = new LateInput(connection.getInputStream());
        }
        return input;
    }

    @Override
    public ServletOutputStream getOutputStream() throws IOException {
        return connection.getOutputStream();
    }

    private static final class LateInput extends ServletInputStream {

        private final ServletInputStream input;
        private ReadListener listener;
        private boolean begun;

        LateInput(ServletInputStream input) {
            this.input = input;
        }

        void begin() {
            begun = true;
            if (listener != null) {
                input.setReadListener(listener);
            }
        }

        @Override
        public void setReadListener(ReadListener listener) {
            this.listener = listener;
            if (begun) {
                begin();
            }
        }

        @Override
        public boolean isFinished() {
            return input.isFinished();
        }

        @Override
        public boolean isReady() {
            return input.isReady();
        }

        @Override
        public int read() throws IOException {
            return input.read();
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return input.read(bytes, offset, length);
        }

        @Override
        public int available() throws IOException {
            return input.available();
        }

        @Override
        public void close() throws IOException {
            input.close();
        }
    }
}
