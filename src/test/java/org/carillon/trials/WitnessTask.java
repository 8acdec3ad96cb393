package org.carillon.trials;

import jakarta.inject.Inject;
import jakarta.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.carillon.api.Announcement;
import org.carillon.api.BackgroundTask;
import org.carillon.api.Publisher;
import org.carillon.api.TaskContext;
import org.carillon.api.TaskResult;

/** Writes the begin and the end of each run to its node's file, which the tables under trial know nothing of. */
public abstract class WitnessTask implements BackgroundTask {

    /** The event by which clients are told of a run. */
    static final String EVENT = "witnessed";

    private static final Path FILE = Path.of(System.getProperty("trial.witness"));
    private static final long WORK_NANOS = Long.getLong("trial.work.millis", 20) * 1_000_000;
    private static final boolean UNFENCED = Boolean.getBoolean("trial.unfenced");

    @Inject
    private Publisher publisher;

    @Override
    public TaskResult run(TaskContext context) {
        write("begin", context);
        LockSupport.parkNanos(WORK_NANOS);
        write("end", context);
        var told = Json.createObjectBuilder().add("task", context.taskId()).add("fire", context.fireTime().toString()).build();
        if (UNFENCED) {
            publisher.publish(List.of(new Announcement(Announcement.EVERYONE, EVENT, told)));
            return TaskResult.nothing();
        }
        return TaskResult.publish(EVENT, told);
    }

    /** One write for a line: the file is opened for appending, so no line is ever mixed with another. */
    private static void write(String what, TaskContext context) {
        var line = String.join(" ", what, context.taskId(), String.valueOf(context.fireTime().toEpochMilli()), String.valueOf(context.attempt()),
                String.valueOf(System.currentTimeMillis())) + '\n';
        try {
            Files.writeString(FILE, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
    }
}
