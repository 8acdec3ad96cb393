package org.carillon.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where a process and its children can be reached, by TCP and UDP, as Linux tells it: no server names what it did not mean to open. Has no state. */
public final class ListeningSockets {

    /** A TCP socket that listens, and a UDP socket that sends to nobody in particular. */
    private static final Set<String> OPEN = Set.of("0A", "07");

    private static final int WORD = 8;

    private ListeningSockets() {
    }

    public static List<InetSocketAddress> of(ProcessHandle process) throws IOException {
        var sockets = new ArrayList<InetSocketAddress>();
        for (ProcessHandle each : Stream.concat(Stream.of(process), process.descendants()).toList()) {
            sockets.addAll(of(each.pid()));
        }
        return sockets;
    }

    private static List<InetSocketAddress> of(long pid) throws IOException {
        var inodes = inodes(pid);
        var sockets = new ArrayList<InetSocketAddress>();
        for (String table : List.of("tcp", "tcp6", "udp", "udp6")) {
            for (String line : Files.readAllLines(Path.of("/proc/net", table))) {
                var fields = line.strip().split("\\s+");
                if (OPEN.contains(fields[3]) && inodes.contains(fields[9])) {
                    sockets.add(address(fields[1]));
                }
            }
        }
        return sockets;
    }

    private static Set<String> inodes(long pid) throws IOException {
        try (var files = Files.list(Path.of("/proc", String.valueOf(pid), "fd"))) {
            return files.map(ListeningSockets::target).filter(target -> target.startsWith("socket:["))
                    .map(target -> target.substring("socket:[".length(), target.length() - 1)).collect(Collectors.toSet());
        } catch (NoSuchFileException ended) {
            return Set.of();
        }
    }

    private static String target(Path file) {
        try {
            return Files.readSymbolicLink(file).toString();
        } catch (IOException closed) {
            return "";
        }
    }

    /** Words of 32 bits as this machine keeps them, which is from their last byte on x86 and ARM. */
    private static InetSocketAddress address(String text) throws IOException {
        var parts = text.split(":");
        var bytes = new StringBuilder();
        for (int word = 0; word < parts[0].length(); word += WORD) {
            for (int at = word + WORD - 2; at >= word; at -= 2) {
                bytes.append(parts[0], at, at + 2);
            }
        }
        return new InetSocketAddress(InetAddress.getByAddress(HexFormat.of().parseHex(bytes)), Integer.parseInt(parts[1], 16));
    }
}
