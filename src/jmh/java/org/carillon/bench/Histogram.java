package org.carillon.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Bytes of the objects of each class that are still reachable: {@code jcmd GC.class_histogram}, which collects first.
 *
 * @param bytes by name of the class
 */
record Histogram(Map<String, Long> bytes) {

    static Histogram of(long pid) throws IOException {
        var jcmd = Processes.javaHome().resolve("bin/jcmd").toString();
        var process = new ProcessBuilder(List.of(jcmd, String.valueOf(pid), "GC.class_histogram")).redirectErrorStream(true).start();
        Map<String, Long> bytes = new HashMap<>();
        try (BufferedReader lines = process.inputReader()) {
            // A line of a class is: its rank with a colon, instances, bytes, name. The first is the process, with a colon too.
            lines.lines().map(line -> line.strip().split("\\s+")).filter(words -> words.length > 3 && words[0].matches("[0-9]+:"))
                    .forEach(words -> bytes.merge(words[3], Long.parseLong(words[2]), Long::sum));
        }
        if (bytes.isEmpty()) {
            throw new IOException("jcmd has no histogram of process " + pid);
        }
        return new Histogram(bytes);
    }

    long of(String name) {
        return bytes.getOrDefault(name, 0L);
    }

    long total() {
        return bytes.values().stream().mapToLong(Long::longValue).sum();
    }
}
