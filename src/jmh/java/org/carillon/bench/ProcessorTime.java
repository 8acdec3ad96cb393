package org.carillon.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What one process has used of the processors, all its threads together, in seconds. Source: {@code proc(5)}, fields 14 and 15
 * of {@code /proc/<pid>/stat}, in hundredths of a second.
 */
record ProcessorTime(double user, double system) {

    private static final double TICKS = 100;

    static ProcessorTime of(long pid) throws IOException {
        var stat = Files.readString(Path.of("/proc", String.valueOf(pid), "stat"));
        // The name of the program is in brackets, and may hold blanks.
        var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return new ProcessorTime(Long.parseLong(fields[11]) / TICKS, Long.parseLong(fields[12]) / TICKS);
    }

    ProcessorTime since(ProcessorTime before) {
        return new ProcessorTime(user - before.user, system - before.system);
    }

    double total() {
        return user + system;
    }
}
