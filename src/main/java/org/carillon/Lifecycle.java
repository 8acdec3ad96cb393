package org.carillon;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorDefinition;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.concurrent.ManagedThreadFactoryDefinition;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.carillon.access.LateEnds;
import org.carillon.administration.Tasks;
import org.carillon.administration.TasksFile;
import org.carillon.audit.Audit;
import org.carillon.audit.FireAudit;
import org.carillon.broadcast.Channels;
import org.carillon.broadcast.Replayer;
import org.carillon.broadcast.Sessions;
import org.carillon.clients.HandlerCatalogue;
import org.carillon.clients.HandlerPool;
import org.carillon.configuration.Configuration;
import org.carillon.configuration.Database;
import org.carillon.configuration.DatabaseAway;
import org.carillon.configuration.InvalidSetting;
import org.carillon.configuration.Setting;
import org.carillon.engineio.StraySessions;
import org.carillon.journal.NudgeListener;
import org.carillon.journal.NudgeSender;
import org.carillon.journal.Tailer;
import org.carillon.nodes.Drain;
import org.carillon.nodes.Lease;
import org.carillon.nodes.Presence;
import org.carillon.runs.Watch;
import org.carillon.runs.Workers;
import org.carillon.socketio.Recoveries;
import org.carillon.tasks.Retention;
import org.carillon.tasks.Timetable;

/**
 * Starts the work with the deployment and ends it with the deployment: configuration, schema, lease, workers, tailer, tick, and
 * back in reverse, each step beside what it ends. All threads are the container's. What must happen at the end happens on the
 * thread that says so, because WildFly's executors take no more work by then; when it is said, {@link Teardown} knows.
 */
@Singleton
@Startup
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionManagement(TransactionManagementType.BEAN)
@ManagedScheduledExecutorDefinition(name = Lifecycle.TIME, maxAsync = 3)
@ManagedThreadFactoryDefinition(name = Lifecycle.THREADS)
public class Lifecycle {

    static final String TIME = "java:app/concurrent/carillon-time";
    static final String THREADS = "java:app/concurrent/carillon-threads";

    /** The first tick: the deployment is not finished while it is being started. */
    private static final Duration FIRST_TICK = Duration.ofSeconds(1);

    /** Between two tries to reach a database that was away at the start. */
    private static final Duration DATABASE_RETRY = Duration.ofSeconds(1);

    private static final Duration RETENTION = Duration.ofSeconds(60);

    /** How long a loop may take to notice that it should end. */
    private static final long TAIL_END_SECONDS = 2;

    private static final System.Logger LOG = System.getLogger(Lifecycle.class.getName());

    @Resource(lookup = TIME)
    private ManagedScheduledExecutorService time;
    @Resource(lookup = THREADS)
    private ManagedThreadFactory threads;

    @Inject
    private Teardown teardown;
    @Inject
    private Configuration configuration;
    @Inject
    private Database database;
    @Inject
    private Lease lease;
    @Inject
    private Drain drain;
    @Inject
    private Workers workers;
    @Inject
    private Presence presence;
    @Inject
    private Channels channels;
    @Inject
    private Watch watch;
    @Inject
    private Tailer tailer;
    @Inject
    private NudgeListener nudgeListener;
    @Inject
    private NudgeSender nudgeSender;
    @Inject
    private Replayer replayer;
    @Inject
    private Recoveries recoveries;
    @Inject
    private HandlerCatalogue handlers;
    @Inject
    private HandlerPool handlerPool;
    @Inject
    private LateEnds lateEnds;
    @Inject
    private Sessions sessions;
    @Inject
    private StraySessions strays;
    @Inject
    private Timetable timetable;
    @Inject
    private Retention retention;
    @Inject
    private Audit audit;
    @Inject
    private FireAudit fireAudit;
    @Inject
    private TasksFile tasksFile;
    @Inject
    private Tasks tasks;

    @PostConstruct
    void start() {
        try {
            configuration.validate();
            configuration.unknownKeys().forEach(key -> LOG.log(WARNING, "The setting {0} means nothing; is it misspelt?", key));
            teardown.add(() -> PayaraExecutors.end(time));
            teardown.add(database::close);
            handlers.load();
            teardown.add(handlerPool::stop);
            handlerPool.start(threads);
            teardown.add(lateEnds::sweep);
            var ends = beat("end of requests", Duration.ZERO, lateEnds::sweep);
            lateEnds.onWakeup(ends::soon);
            teardown.add(sessions::stop);
            var sweep = Duration.ofMillis(sessions.sweepMillis());
            beat("session sweep", sweep, () -> after(sessions::sweep, sweep));
            teardown.add(lease::release);
            beginOrWait();
        } catch (InvalidSetting wrong) {
            LOG.log(ERROR, wrong.getMessage());
            stop();
            throw wrong;
        } catch (RuntimeException failed) {
            stop();
            throw failed;
        }
    }

    /** A shared database may come up later than its nodes: the deployment stands, is not ready, and begins when it can. */
    private void beginOrWait() {
        try {
            begin();
        } catch (DatabaseAway away) {
            LOG.log(WARNING, "{0} It is tried again every {1}, and no task runs until then.", away.getMessage(), DATABASE_RETRY);
            beat("start", DATABASE_RETRY, this::beginLater);
        }
    }

    private Duration beginLater() {
        try {
            begin();
            return null;
        } catch (DatabaseAway still) {
            return DATABASE_RETRY;
        }
    }

    /** What asks the database comes first: if it fails there, nothing has begun and it can be done again. */
    private void begin() {
        database.beginning(this::ask);
        beat("lease", Lease.RENEWAL, () -> after(lease::renew, Lease.RENEWAL));
        teardown.add(watch::stop);
        workers.start(threads);
        boolean nudged = database.isShared() && configuration.isOn(Setting.NUDGES);
        startTail(nudged ? List.of(tailer, replayer, recoveries, nudgeListener, nudgeSender) : List.of(tailer, replayer, recoveries));
        // Clients are told to go before anything that serves them ends.
        teardown.add(sessions::stop);
        beat("drain", Drain.LOOK, this::drain);
        beat("stray sessions", StraySessions.LOOK, () -> after(strays::report, StraySessions.LOOK));
        beat("presence", Presence.STEP, () -> after(() -> workers.runIfIdle(() -> presence.tell(channels.fullest(Presence.MAX_CHANNELS))), Presence.STEP));
        beat("watch over runs", Watch.SWEEP, () -> after(watch::sweep, Watch.SWEEP));
        beat("retention", RETENTION, () -> after(() -> workers.runIfIdle(this::forget), RETENTION));
        if (tasksFile.isSet()) {
            beat("tasks file", TasksFile.LOOK, () -> after(() -> workers.runIfIdle(tasksFile::look), TasksFile.LOOK));
        }
        var tick = beat("tick", FIRST_TICK, timetable::tick);
        timetable.onWakeup(tick::soon);
    }

    private void ask() {
        database.migrate();
        lease.renew();
        tailer.start();
        database.again(() -> {
            timetable.arm(tasks::arm);
            tasksFile.arm(database.isShared());
            return true;
        });
    }

    private Duration drain() {
        if (!drain.look()) {
            return Drain.LOOK;
        }
        sessions.refuse();
        sessions.sendAway(drain.batch(sessions.count()));
        return Drain.STEP;
    }

    private void forget() {
        retention.prune();
        audit.prune();
        fireAudit.mend();
    }

    /** The latest moment; {@link Teardown} knows the earliest. */
    @PreDestroy
    void stop() {
        teardown.end();
    }

    private Beat beat(String name, Duration first, Supplier<Duration> step) {
        var beat = new Beat(name, time, step);
        teardown.add(beat::cancel);
        beat.plan(first);
        return beat;
    }

    private void startTail(List<Runnable> loops) {
        var tail = new ThreadPoolExecutor(loops.size(), loops.size(), 0, TimeUnit.SECONDS, new SynchronousQueue<>(), threads);
        teardown.add(() -> {
            tailer.stop();
            replayer.stop();
            recoveries.stop();
            nudgeListener.stop();
            nudgeSender.stop();
            tail.shutdown();
            if (!tail.awaitTermination(TAIL_END_SECONDS, TimeUnit.SECONDS)) {
                tail.shutdownNow();
            }
        });
        loops.forEach(tail::execute);
    }

    private static Duration after(Runnable step, Duration pause) {
        step.run();
        return pause;
    }
}
