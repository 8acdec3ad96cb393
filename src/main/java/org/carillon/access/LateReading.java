package org.carillon.access;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpUpgradeHandler;
import jakarta.servlet.http.WebConnection;
import java.io.IOException;
import java.lang.reflect.Field;

/**
 * Lets Tyrus read an upgraded connection only when it has made its session. It asks to be called for data before that, and a frame
 * that is there already is then handed to it at once, on the thread that was to make the session: this waits for itself, for ever.
 * A client whose frame overtakes the end of the handshake would hang, and a hostile one could take all threads in this way.
 *
 * <p>Public for the container, which makes it. Of one connection, whose calls the container puts in order.
 */
public final class LateReading implements HttpUpgradeHandler {

    private static final System.Logger LOG = System.getLogger(LateReading.class.getName());

    private HttpUpgradeHandler handler;
    private WebConnection connection;
    private volatile boolean ended;

    /** Puts this before a new handler of that type, which is returned. */
    <T extends HttpUpgradeHandler> T before(Class<T> type) throws ServletException {
        try {
            var constructor = type.getDeclaredConstructor();
            constructor.setAccessible(true);
            T made = constructor.newInstance();
            handler = made;
            return made;
        } catch (ReflectiveOperationException impossible) {
            throw new ServletException(impossible);
        }
    }

    @Override
    public void init(WebConnection connection) {
        this.connection = connection;
        var late = new LateConnection(connection);
        handler.init(late);
        try {
            late.read();
        } catch (IllegalStateException closed) {
            // A session that was closed as soon as it was made, or by another thread just now, has nothing more to read.
            if (!ended) {
                throw closed;
            }
        }
    }

    @Override
    public void destroy() {
        ended = true;
        handler.destroy();
        try {
            // Payara keeps the request for a later one, and forgets only then whom it was upgraded to: until then the class loader of
            // an application that is gone would stay.
            var request = field(connection.getClass(), "request").get(connection);
            field(request.getClass(), "httpUpgradeHandler").set(request, null);
        } catch (ReflectiveOperationException | RuntimeException otherVersion) {
            LOG.log(System.Logger.Level.DEBUG, "The container keeps a closed connection's handler as long as it likes.", otherVersion);
        }
    }

    private static Field field(Class<?> type, String name) throws NoSuchFieldException {
        for (Class<?> at = type; at != null; at = at.getSuperclass()) {
            for (Field field : at.getDeclaredFields()) {
                if (field.getName().equals(name)) {
                    field.setAccessible(true);
                    return field;
                }
            }
        }
        throw new NoSuchFieldException(type.getName() + "." + name);
    }

    @SuppressWarnings("try") // what may be thrown is for the container to declare
    private static final class LateConnection implements WebConnection {

        private final WebConnection connection;
        private LateInput input;

        LateConnection(WebConnection connection) {
            this.connection = connection;
        }

        void read() {
            if (input != null) {
                input.begin();
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

        @Override
        public void close() throws Exception {
            connection.close();
        }
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
