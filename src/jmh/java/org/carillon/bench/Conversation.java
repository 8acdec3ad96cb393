package org.carillon.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;

/** Commands to one of the benchmark's own processes, and its answers: a line each. */
final class Conversation implements AutoCloseable {

    private final Process process;
    private final Writer commands;
    private final BufferedReader answers;

    Conversation(Process process) {
        this.process = process;
        this.commands = process.outputWriter();
        this.answers = process.inputReader();
    }

    long pid() {
        return process.pid();
    }

    void tell(String command) throws IOException {
        commands.write(command + "\n");
        commands.flush();
    }

    /** Waits for the next line. */
    String answer() throws IOException {
        var line = answers.readLine();
        if (line == null) {
            throw new IOException("A process of the benchmark has ended; its log is in target/bench/work.");
        }
        return line;
    }

    @Override
    public void close() {
        Processes.end(process);
    }
}
