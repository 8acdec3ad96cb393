package org.carillon.audit;

import static java.lang.System.Logger.Level.ERROR;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.carillon.api.Policy.Coalesce;
import org.carillon.monitoring.Counters;
import org.carillon.runs.RunState;
import org.carillon.runs.Runs;
import org.carillon.runs.Runs.Recorded;
import org.carillon.tasks.Retention;
import org.carillon.tasks.Retention.Owed;
import org.carillon.triggers.Trigger;

/**
 * Compares the fires that there should have been with those that are recorded: what should be so because of how it is built becomes a
 * number that can be wrong. Safe for use by several threads; calls throw {@link org.jdbi.v3.core.JdbiException} when the database is away.
 */
@Singleton
public class FireAudit {

    /** How far back it looks: several rounds, so that a hole is found though the node that should have found it died. */
    static final Duration WINDOW = Duration.ofMinutes(15);

    /** Fires of one task that are compared, the latest: more are more than a round has time for. */
    static final int MAX_FIRES = 1_000;

    private static final System.Logger LOG = System.getLogger(FireAudit.class.getName());

    private final Retention retention;
    private final Runs runs;
    private final LongAdder holes;
    private final LongAdder doubles;

    @Inject
    FireAudit(Retention retention, Runs runs, Counters counters) {
        this.retention = retention;
        this.runs = runs;
        this.holes = counters.counter("carillon_fires_holes_total", "Fires that were due and of which there was no record; each should be none");
        this.doubles = counters.counter("carillon_fires_doubled_total", "Fires that were recorded twice, as rounds of the audit have found them; each should be none");
    }

    /**
     * What was found.
     *
     * @param tasks   whose fires were compared
     * @param fires   nominal times that were owed
     * @param holes   of these, without a record when they were looked for
     * @param doubles of these, recorded more than once
     */
    public record Findings(int tasks, long fires, long holes, long doubles) {
    }

    /** Compares, and changes nothing. */
    public Findings look() {
        var all = retention.owed(WINDOW, MAX_FIRES).stream().map(this::compare).toList();
        return new Findings(all.size(), all.stream().mapToLong(Account::fires).sum(), all.stream().mapToLong(account -> account.holes().size() + account.mended()).sum(),
                all.stream().mapToLong(Account::doubled).sum());
    }

    /** One round: compares, counts, and records each hole as a missed fire, so that who looks at the history sees it. */
    public void mend() {
        for (Owed owed : retention.owed(WINDOW, MAX_FIRES)) {
            var account = compare(owed);
            for (Instant hole : account.holes()) {
                if (retention.recordHole(owed.task(), hole)) {
                    holes.increment();
                    LOG.log(ERROR, "Task {0} has no record of its fire of {1}; it is recorded as missed. Somebody has changed the database, or this is a fault of Carillon.",
                            owed.task().id(), hole);
                }
            }
            if (account.doubled() > 0) {
                doubles.add(account.doubled());
                LOG.log(ERROR, "Task {0} has more than one record of {1} of its fires since {2}.", owed.task().id(), account.doubled(), owed.from());
            }
        }
    }

    /** @param mended holes that an earlier round has recorded */
    private record Account(long fires, List<Instant> holes, long mended, long doubled) {
    }

    private Account compare(Owed owed) {
        var records = runs.recorded(owed.task().id(), owed.task().version(), owed.from(), owed.next(), owed.most());
        // A record from before may stand for the first of them, or what was recorded of them may be forgotten.
        boolean isWhole = owed.isKnown() && records.size() < owed.most() && owed.task().spec().coalesce() != Coalesce.EARLIEST;
        var begin = isWhole ? owed.from() : records.isEmpty() ? owed.next() : records.get(0).at();
        var fires = owed.task().trigger().between(begin.minusMillis(1), owed.next().minusMillis(1), Trigger.MAX_LISTED);
        return compare(fires, records, owed.task().spec().coalesce());
    }

    private static Account compare(List<Instant> fires, List<Recorded> records, Coalesce coalesce) {
        Map<Instant, Integer> places = new HashMap<>();
        fires.forEach(fire -> places.put(fire, places.size()));
        var times = new int[fires.size()];
        long mended = 0;
        for (Recorded row : records) {
            var place = places.get(row.at());
            if (place != null) {
                boolean forward = coalesce == Coalesce.EARLIEST && row.state() != RunState.MISSED;
                long first = forward ? place : place - row.fires() + 1;
                for (long n = Math.max(0, first); n < Math.min(fires.size(), first + row.fires()); n++) {
                    times[(int) n]++;
                }
                mended += row.isHole() ? 1 : 0;
            }
        }
        var holes = new ArrayList<Instant>();
        long doubled = 0;
        for (int n = 0; n < times.length; n++) {
            if (times[n] == 0) {
                holes.add(fires.get(n));
            }
            doubled += times[n] > 1 ? 1 : 0;
        }
        return new Account(fires.size(), holes, mended, doubled);
    }
}
