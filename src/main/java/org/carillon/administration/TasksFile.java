package org.carillon.administration;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.carillon.audit.Actor;
import org.carillon.audit.Audit;
import org.carillon.configuration.Configuration;
import org.carillon.configuration.Setting;
import org.carillon.monitoring.Counters;
import org.carillon.tasks.Definitions;
import org.carillon.tasks.TaskDefinition.Source;

/**
 * The file of definitions. It is looked at often and cheaply, by its time and size; when these have changed and then stood still for one
 * look, so that no half-written file is read, it is read, checked whole and taken over whole. One that cannot be used is told once,
 * and what was defined before runs on. Safe for use by several threads.
 */
@Singleton
public class TasksFile {

    /**
     * The second look that sees an edit takes it over, and both are due within twice this: half of the second that is promised. The other
     * half is for reading, checking and the database.
     */
    public static final Duration LOOK = Duration.ofMillis(250);

    /** Tasks that one line of the log names. */
    private static final int MAX_NAMED = 20;

    private static final System.Logger LOG = System.getLogger(TasksFile.class.getName());

    private final Path path;
    private final Definitions definitions;
    private final Audit audit;
    private volatile FiledTasks tasks = FiledTasks.NONE;
    private volatile boolean bad;
    private final ReentrantLock looking = new ReentrantLock();
    private boolean away;
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
    private record Stamp(Object modified, Object changed, Object size, Object key) {

        static Stamp of(Path path) {
            try {
                boolean isUnix = path.getFileSystem().supportedFileAttributeViews().contains("unix");
                var all = Files.readAttributes(path, isUnix ? "unix:lastModifiedTime,ctime,size,fileKey" : "lastModifiedTime,size,fileKey");
                return new Stamp(all.get("lastModifiedTime"), all.get("ctime"), all.get("size"), all.get("fileKey"));
            } catch (IOException notThere) {
                return new Stamp(null, null, null, null);
            }
        }
    }

    /** Whether a file is to be looked at. */
    public boolean isSet() {
        return path != null;
    }

    /**
     * What a start without a file makes of the tasks that one has defined before: it is as an empty file if nobody else can have one; else
     * they go on, and a line names them. Does nothing if a file is set.
     *
     * @param isShared whether other nodes may use the database
     */
    public void arm(boolean isShared) {
        var left = isSet() ? List.<String>of() : definitions.idsOf(Source.FILE);
        if (!left.isEmpty() && isShared) {
            LOG.log(WARNING, "There are tasks of a tasks file, and this node has none: {0}. They go on, for another node may have it. If none has, remove each by "
                    + "DELETE /api/tasks/<id>, or all by a start with a file ({1}) in which there is only [].", named(left), Setting.TASKS_FILE.key());
        } else if (!left.isEmpty()) {
            new Takeover(definitions, audit, Actor.settings()).of(FiledTasks.NONE);
            LOG.log(WARNING, "There is no tasks file any more ({0}), and what it defined is removed: {1}.", Setting.TASKS_FILE.key(), named(left));
        }
    }

    private static String named(List<String> ids) {
        var more = ids.size() > MAX_NAMED ? " and " + (ids.size() - MAX_NAMED) + " more" : "";
        return String.join(", ", ids.subList(0, Math.min(ids.size(), MAX_NAMED))) + more;
    }

    /** The definition that the file has of a task now. */
    Optional<JsonObject> definition(String id) {
        return Optional.ofNullable(tasks.documents().get(id));
    }

    /**
     * Takes over what has changed; when the database is away, the next look tries again. It takes as long as the file's place and the database
     * do, and does nothing while another look is at it.
     */
    public void look() {
        if (!looking.tryLock()) {
            return;
        }
        try {
            takeOver();
            away = false;
        } catch (RuntimeException failed) {
            if (!away) {
                away = true;
                LOG.log(WARNING, "The tasks file " + path + " cannot be taken over now; it is tried again.", failed);
            }
        } finally {
            looking.unlock();
        }
    }

    private void takeOver() {
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
