package org.carillon.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** How a process of the benchmark is told what to do: one command a line. It ends with whoever started it. */
final class StandardInput {

    private StandardInput() {
    }

    /** Hands on each line, split at blanks; returns when there are no more. */
    static void forEachCommand(Consumer<String[]> command) throws IOException {
        var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
            command.accept(line.split(" "));
        }
    }

    /** The commands of a peer: {@code start RATE SIZE LIMIT} and {@code stop}, which is answered with how many were published. */
    static void obey(Publishing publishing) throws IOException {
        System.out.println("ready");
        forEachCommand(words -> {
            if (words[0].equals("start")) {
                publishing.start(Integer.parseInt(words[1]), Integer.parseInt(words[2]), Long.parseLong(words[3]));
            } else {
                System.out.println(publishing.stop());
            }
        });
    }
}
