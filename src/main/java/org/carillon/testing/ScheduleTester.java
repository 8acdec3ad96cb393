package org.carillon.testing;

import java.io.StringReader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.carillon.api.BackgroundTask;
import org.carillon.json.Json;
import org.carillon.tasks.Rehearsal;
import org.carillon.tasks.Rehearsal.Row;

/**
 * A schedule on a clock that the test moves: a year takes milliseconds. Each run takes no time. Not safe for use by several
 * threads.
 *
 * <pre>{@code var nightly = ScheduleTester.of(Nightly.class, Instant.parse("2026-03-28T00:00:00Z"));
 * nightly.pass(Duration.ofDays(2));                  // the fires of two days, one of them with a daylight-saving gap
 * nightly.down(Duration.ofHours(8));                 // no node is alive
 * nightly.pass(Duration.ofSeconds(1));               // what the misfire policies make of it}</pre>
 */
public final class ScheduleTester {

    private final Rehearsal rehearsal;
    private final List<TestedRun> runs = new ArrayList<>();
    private HandlerTester handler;
    private Instant now;

    private ScheduleTester(Rehearsal rehearsal, Instant begin) {
        this.rehearsal = rehearsal;
        this.now = begin;
    }

    /** The schedule that a handler's annotations define. */
    public static ScheduleTester of(Class<? extends BackgroundTask> handler, Instant begin) {
        return new ScheduleTester(Rehearsal.of(handler, begin), begin);
    }

    /** The schedule of a definition, as it would be in a file or a request. */
    public static ScheduleTester of(String definition, Instant begin) {
        try (var reader = Json.createReader(new StringReader(definition))) {
            return new ScheduleTester(Rehearsal.of(reader.readObject(), begin), begin);
        }
    }

    /** Runs this at each fire. */
    public ScheduleTester running(HandlerTester tester) {
        handler = tester;
        return this;
    }

    public Instant now() {
        return now;
    }

    /** When the next fire begins; empty if there is none. */
    public Optional<Instant> next() {
        return rehearsal.next();
    }

    /** Lets time pass on a node that is alive; gives what it does meanwhile, in order. */
    public List<Row> pass(Duration time) {
        var end = now.plus(time);
        var rows = new ArrayList<>(look());
        for (var next = next(); next.isPresent() && !next.get().isAfter(end); next = next()) {
            now = next.get();
            rows.addAll(look());
        }
        now = end;
        return List.copyOf(rows);
    }

    /** Lets time pass while no node is alive. */
    public void down(Duration time) {
        now = now.plus(time);
    }

    /** What came of the handler's runs so far, in order. */
    public List<TestedRun> runs() {
        return List.copyOf(runs);
    }

    private List<Row> look() {
        var rows = rehearsal.look(now);
        for (Row row : rows) {
            if (!row.isMissed() && handler != null) {
                runs.add(handler.at(row.at()).run());
            }
        }
        rehearsal.ended(now);
        return rows;
    }
}
