package org.carillon.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** One request with whatever headers, also those that Java's client keeps to itself; of the answer only its head is read. */
public final class RawRequest implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 20_000;

    private final Socket socket = new Socket();
    private final String head;

    /**
     * @param path    with the context path
     * @param headers lines without their ends
     */
    public RawRequest(RunningServer server, String method, String path, String... headers) throws IOException {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
        socket.setSoTimeout(PATIENCE_MILLIS);
        var lines = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
        var request = method + " " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + server.port() + "\r\n" + lines + "\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
        head = read();
    }

    /** The status alone; 0 if the connection ended without one. */
    public static int status(RunningServer server, String method, String path, String... headers) throws IOException {
        try (var request = new RawRequest(server, method, path, headers)) {
            return request.status();
        }
    }

    public int status() {
        return head.isEmpty() ? 0 : Integer.parseInt(head.split(" ")[1]);
    }

    private String read() throws IOException {
        var seen = new StringBuilder();
        while (seen.indexOf("\r\n\r\n") < 0) {
            int next = socket.getInputStream().read();
            if (next < 0) {
                break;
            }
            seen.append((char) next);
        }
        return seen.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
