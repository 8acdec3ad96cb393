package org.carillon.runs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.carillon.api.TaskContext;
import org.carillon.monitoring.SettableClock;
import org.junit.jupiter.api.Test;

class RunVoiceTest {

    private static final Instant NOON = Instant.parse("2026-07-01T12:00:00Z");

    private final SettableClock clock = new SettableClock();
    private final List<JsonObject> shown = new ArrayList<>();
    private final RunVoice voice = new RunVoice(TestRuns.claim("task", NOON), NOON, clock, (channel, event, data) -> shown.add(data));

    @Test
    void atMostFourTimesASecondProgressIsShownAndAlwaysTheLast() {
        for (int done = 0; done <= 1_000; done++) {
            voice.progress(new Progress(done, 1_000, ""));
            clock.advanceMillis(1);
            voice.sweep(false);
        }
        assertEquals(5, shown.size(), "a second of a thousand steps: at once, and each 250 ms");
        voice.progress(new Progress(1_000, 1_000, "done"));
        voice.sweep(true);
        voice.sweep(true);
        assertEquals(6, shown.size(), "the last one is shown when the run ends, once");
        assertEquals("done", shown.get(5).getString("text"));
    }

    @Test
    void progressThatWaitedIsShownWhenItsTimeComes() {
        voice.progress(new Progress(1, 2, ""));
        voice.progress(new Progress(2, 2, ""));
        voice.sweep(false);
        assertEquals(1, shown.size(), "not yet");
        clock.advanceMillis(250);
        voice.sweep(false);
        assertEquals(2, shown.get(1).getInt("done"), "even if the handler says no more");
    }

    @Test
    void impossibleProgressIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Progress(-1, 0, ""));
        assertThrows(IllegalArgumentException.class, () -> new Progress(3, 2, ""));
        assertEquals(7, new Progress(7, 0, "").done(), "a total that is not known is 0");
        assertEquals(TaskContext.MAX_PROGRESS_TEXT, new Progress(0, 0, "x".repeat(300)).text().length());
    }

    @Test
    void aFloodOfLinesIsKeptAndNotAllShown() {
        for (int n = 0; n < 30; n++) {
            voice.log(Level.INFO, "line");
        }
        assertEquals(RunVoice.LIVE_LINES, shown.size(), "in one window");
        clock.advanceMillis(250);
        voice.log(Level.INFO, "later");
        assertEquals(RunVoice.LIVE_LINES + 1, shown.size(), "the next window has its own");
        var said = voice.unwritten();
        assertEquals(31, said.lines().size(), "all are kept");
        assertEquals(NOON.plusMillis(250), said.lines().get(30).at(), "with the database's time");
        voice.written(said);
        assertTrue(voice.unwritten().isEmpty(), "what is written is not written again");
    }

    @Test
    void aLineAndALogHaveTheirBounds() {
        voice.log(Level.INFO, "x".repeat(TaskContext.MAX_LOG_LINE + 1));
        assertEquals(TaskContext.MAX_LOG_LINE, voice.unwritten().lines().get(0).text().length(), "the rest of a line is cut off");
        for (int n = 1; n < 200; n++) {
            voice.log(Level.INFO, "x".repeat(TaskContext.MAX_LOG_LINE));
        }
        assertEquals(TaskContext.MAX_LOG_CHARACTERS / TaskContext.MAX_LOG_LINE, voice.unwritten().lines().size(), "a log of long lines has fewer");
        assertEquals(200 - TaskContext.MAX_LOG_CHARACTERS / TaskContext.MAX_LOG_LINE, voice.unwritten().dropped(), "and says how many are not there");
    }

    @Test
    void textIsCutBetweenCharactersAndWithoutWhatCannotBeStored() {
        assertEquals("a", Text.cut("a\uD83D\uDE00", 2), "half of a pair is nothing");
        assertEquals("a\uD83D\uDE00", Text.cut("a\uD83D\uDE00", 3));
        assertEquals("a\uFFFDb", Text.cut("a\0b", 3));
    }
}
