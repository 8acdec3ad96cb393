package org.carillon.administration;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.carillon.audit.Actor;
import org.carillon.audit.Audit;
import org.carillon.configuration.Configuration;
import org.carillon.configuration.Setting;
import org.carillon.monitoring.Counters;
import org.carillon.tasks.Definitions;

/**
 * The file of definitions. It is looked at often and cheaply, by its time and size; when these have changed and then stood still for one
 * look, so that no half-written file is read, it is read, checked whole and taken over whole. One that cannot be used is told once,
 * and what was defined before runs on. {@link #look} is called by one thread at a time; the rest is safe for several.
 */
@Singleton
public class TasksFile {

    /** Twice this after an edit it is taken over. */
    public static final Duration LOOK = Duration.ofMillis(250);

    private static final System.Logger LOG = System.getLogger(TasksFile.class.getName());

    private final Path path;
    private final Definitions definitions;
    private final Audit audit;
    private volatile FiledTasks tasks = FiledTasks.NONE;
    private volatile boolean bad;
    private Stamp seen;
    private Stamp settled;
    private byte[] taken;

    @Inject
    TasksFile(Configuration configuration, Definitions definitions, Audit audit, Counters counters) {
        var file = configuration.text(Setting.TASKS_FILE);
        this.path = file.isEmpty() ? null : Path.of(file);
        this.definitions = definitions;
        this.audit = audit;
        counters.gauge("carillon_tasks_file_bad", "Whether the tasks file cannot be used, so that what it said before runs on: 0 or 1", () -> bad ? 1 : 0);
    }

    /** How a file looks from outside; of one that is not there, nothing. */
    private record Stamp(String modified, long size, Object key) {

        static Stamp of(Path path) {
            try {
                var attributes = Files.readAttributes(path, BasicFileAttributes.class);
                return new Stamp(attributes.lastModifiedTime().toString(), attributes.size(), attributes.fileKey());
            } catch (IOException notThere) {
                return new Stamp("", 0, null);
            }
        }
    }

    /** Whether a file is to be looked at. */
    public boolean isSet() {
        return path != null;
    }

    /** The definition that the file has of a task now. */
    Optional<JsonObject> definition(String id) {
        return Optional.ofNullable(tasks.documents().get(id));
    }

    /** Takes over what has changed. Throws {@link org.jdbi.v3.core.JdbiException} when the database is away; the next look tries again. */
    public void look() {
        var stamp = Stamp.of(path);
        boolean stands = stamp.equals(seen);
        seen = stamp;
        if (stands && !stamp.equals(settled)) {
            read();
            settled = stamp;
        }
    }

    private void read() {
        try {
            var bytes = bytes();
            if (bad || !Arrays.equals(bytes, taken)) {
                var filed = FiledTasks.read(path.toString(), bytes, definitions);
                int changes = new Takeover(definitions, audit, Actor.file(path)).of(filed);
                tasks = filed;
                taken = bytes;
                bad = false;
                LOG.log(INFO, "The tasks file {0} is taken over: {1} tasks, {2} changes.", path, filed.documents().size(), changes);
            }
        } catch (InvalidFile wrong) {
            bad = true;
            LOG.log(ERROR, "The tasks file {0} cannot be used, and what was defined before runs on: {1}", path, wrong.getMessage());
        }
    }

    private byte[] bytes() {
        try (var file = Files.newInputStream(path)) {
            return file.readNBytes(FiledTasks.MAX_BYTES + 1);
        } catch (IOException unreadable) {
            throw new InvalidFile(0, "it cannot be read (" + unreadable.getClass().getSimpleName() + ")", unreadable);
        }
    }
}
