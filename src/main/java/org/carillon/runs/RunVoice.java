package org.carillon.runs;

import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.carillon.api.TaskContext;
import org.carillon.monitoring.MonotonicClock;

/**
 * What a run says while it works: shown live at a bounded rate, and kept up to bounds until somebody writes it down. Safe for
 * use by several threads.
 */
final class RunVoice {

    static final String PROGRESS = "run.progress";
    static final String LOG = "run.log";

    /** Four a second are as many as eyes can use. */
    static final long PROGRESS_MILLIS = 250;

    /** Live log lines within {@link #PROGRESS_MILLIS}: 40 a second; all that are kept can be read in the log. */
    static final int LIVE_LINES = 10;

    private final Claim claim;
    private final MonotonicClock clock;
    private final LiveLines live;
    private final long began;
    private final Instant beganAt;
    private final List<LogLine> unwritten = new ArrayList<>();
    private Progress latest;
    private boolean shown = true;
    private boolean written = true;
    private long shownAt;
    private long windowAt;
    private int inWindow;
    private int lines;
    private int characters;
    private long dropped;
    private long droppedWritten;

    RunVoice(Claim claim, Instant beganAt, MonotonicClock clock, LiveLines live) {
        this.claim = claim;
        this.clock = clock;
        this.live = live;
        this.beganAt = beganAt;
        this.began = clock.nanos();
        this.windowAt = began;
        this.shownAt = began - PROGRESS_MILLIS * 1_000_000;
    }

    synchronized void progress(Progress progress) {
        latest = progress;
        shown = false;
        written = false;
        if (clock.millisSince(shownAt) >= PROGRESS_MILLIS) {
            show();
        }
    }

    synchronized void log(Level level, String text) {
        var cut = Text.cut(text, TaskContext.MAX_LOG_LINE);
        if (lines == TaskContext.MAX_LOG_LINES || characters + cut.length() > TaskContext.MAX_LOG_CHARACTERS) {
            dropped++;
            return;
        }
        characters += cut.length();
        var line = new LogLine(claim.attempt(), ++lines, now(), level.name(), cut);
        unwritten.add(line);
        if (clock.millisSince(windowAt) >= PROGRESS_MILLIS) {
            windowAt = clock.nanos();
            inWindow = 0;
        }
        if (inWindow++ < LIVE_LINES) {
            live.send(LiveLines.channel(claim.taskId()), LOG, line.json(claim));
        }
    }

    /** Shows progress that waited for its turn. */
    synchronized void sweep(boolean last) {
        if (!shown && (last || clock.millisSince(shownAt) >= PROGRESS_MILLIS)) {
            show();
        }
    }

    synchronized Notes unwritten() {
        return new Notes(claim, written ? null : latest, List.copyOf(unwritten), dropped > droppedWritten ? dropped : 0);
    }

    synchronized void written(Notes notes) {
        unwritten.subList(0, notes.lines().size()).clear();
        written |= notes.progress() == latest;
        droppedWritten = Math.max(droppedWritten, notes.dropped());
    }

    private void show() {
        shown = true;
        shownAt = clock.nanos();
        live.send(LiveLines.channel(claim.taskId()), PROGRESS, latest.json(claim));
    }

    private Instant now() {
        return beganAt.plusMillis(clock.millisSince(began));
    }
}
