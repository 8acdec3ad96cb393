package org.carillon.lifecycle;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.carillon.server.RunningServer;

/**
 * What a server's process holds of the application and of the libraries in its WAR, by the JVM's own tool. A class that two
 * deployments have loaded stands in the histogram twice, so what is left of an old copy can be told from the new.
 *
 * @param histogram a line for each loaded class that has living objects, after a full collection
 * @param threads   the first line of each thread
 */
record Residue(List<String> histogram, List<String> threads) {

    private static final Pattern OURS = Pattern.compile("carillon|H2 |MVStore");

    static Residue of(RunningServer server) {
        var histogram = ask(server, "GC.class_histogram");
        var threads = ask(server, "Thread.print").stream().filter(line -> line.startsWith("\"")).toList();
        return new Residue(histogram, threads);
    }

    /** Class loaders that are alive: an enum's constants live exactly as long as its class. */
    long loaders() {
        return rows("org.carillon.configuration.Setting");
    }

    /** How many deployments have living objects of this class. */
    long rows(String type) {
        return histogram.stream().filter(line -> line.strip().endsWith(" " + type) || line.contains(" " + type + " (")).count();
    }

    /** Classes of ours of which two deployments have living objects. */
    List<String> twice() {
        return histogram.stream().map(String::strip).filter(line -> line.contains(" org.carillon.")).map(line -> line.substring(line.indexOf(" org.carillon.") + 1))
                .map(type -> type.replaceAll(" \\(.*", "")).distinct().filter(type -> rows(type) > 1).sorted().toList();
    }

    /** Names of threads that are ours or a library's. */
    List<String> ourThreads() {
        return threads.stream().filter(line -> OURS.matcher(line).find()).map(line -> line.substring(1, line.indexOf('"', 1))).sorted().toList();
    }

    private static List<String> ask(RunningServer server, String command) {
        try {
            var process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), String.valueOf(server.process().pid()), command)
                    .redirectErrorStream(true).start();
            return new String(process.getInputStream().readAllBytes()).lines().toList();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
