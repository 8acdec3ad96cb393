package org.carillon.broadcast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutboundQueueTest {

    @Test
    void aFrameThatGoesPastTheBoundOfFramesIsRefusedAndNothingIsLost() {
        var queue = TestBroadcast.queue(3, 1_000);
        assertTrue(Stream.of("a", "b", "c").allMatch(text -> queue.offer(Frame.of(text))), "the limit itself is allowed");
        assertFalse(queue.offer(Frame.of("d")), "one more is refused");
        assertEquals(List.of("a", "b", "c"), drain(queue), "what was queued stays, in order");
        assertTrue(queue.offer(Frame.of("d")), "and there is room again");
    }

    @Test
    void aFrameThatGoesPastTheBoundOfBytesIsRefusedAndNothingIsLost() {
        var queue = TestBroadcast.queue(100, 10);
        assertTrue(queue.offer(Frame.of("123456")) && queue.offer(Frame.of("1234")), "the limit itself is allowed");
        assertFalse(queue.offer(Frame.of("1")), "one byte more is refused");
        assertEquals("123456", queue.poll().text(), "what was queued stays");
        assertFalse(queue.offer(Frame.of("1234567")), "room is counted exactly");
        assertTrue(queue.offer(Frame.of("123456")), "and what was taken makes room");
    }

    @Test
    void bytesAreThoseOnTheWire() {
        var queue = TestBroadcast.queue(100, 12);
        assertTrue(queue.offer(Frame.of("🔔🔔🔔")), "three bells are twelve bytes");
        assertFalse(queue.offer(Frame.of("x")), "though they are six characters");
    }

    @ParameterizedTest
    @CsvSource({
        "1,  0, aaaa",
        "4,  0, aaaa",
        "6,  0, aaaa",
        "7,  0, aaaa bbb",
        "7,  1, aaaa",
        "9,  0, aaaa bbb cc",
        "10, 1, aaaa bbb",
        "12, 1, aaaa bbb cc",
        "99, 1, aaaa bbb cc"})
    void asManyFramesAreTakenAsFitTogetherButAtLeastOne(int limit, int separator, String taken) {
        var queue = queueOf("aaaa", "bbb", "cc");
        var texts = queue.poll(limit, separator).stream().map(Frame::text).toList();
        assertEquals(List.of(taken.split(" ")), texts, "the oldest frames that fit with their separators");
        assertEquals(3 - texts.size(), drain(queue).size(), "the rest stays");
    }

    @ParameterizedTest
    @CsvSource({"1, 100", "1000, 65", "32764, 2", "32765, 1", "70000, 1"})
    void whatWaitsGoesOutInOneWriteOfAboutASocketBuffer(int size, int together) {
        var queue = TestBroadcast.queue(100, 10_000_000);
        var frame = Frame.of("x".repeat(size));
        Stream.generate(() -> frame).limit(100).forEach(queue::offer);
        assertEquals(together * frame.webSocketBytes(), queue.pollWebSocket().remaining(),
                "as many as fit, whole, and at least one");
        assertEquals(100 - together, drain(queue).size(), "the rest stays");
    }

    @Test
    void anEmptyQueueGivesNothing() {
        var queue = TestBroadcast.queue(1, 1);
        assertNull(queue.poll(), "there is no frame");
        assertNull(queue.pollWebSocket(), "nor a write");
        assertEquals(List.of(), queue.poll(100, 1), "nor a batch");
        assertTrue(queue.isEmpty(), "and it says so");
    }

    @Test
    void aClearedQueueIsEmptyAndTakesNothingAnyMore() {
        var queue = queueOf("aaaa", "bbb");
        queue.clear();
        assertTrue(queue.isEmpty(), "the session has ended");
        assertFalse(queue.offer(Frame.of("x")), "nobody would ever read it");
    }

    private static OutboundQueue queueOf(String... texts) {
        var queue = TestBroadcast.queue(10, 100);
        Stream.of(texts).map(Frame::of).forEach(queue::offer);
        return queue;
    }

    private static List<String> drain(OutboundQueue queue) {
        return Stream.generate(queue::poll).takeWhile(frame -> frame != null).map(Frame::text).toList();
    }

    @Test
    void whatBelongsTogetherIsQueuedWholeOrNotAtAll() {
        var queue = TestBroadcast.queue(3, 10);
        assertTrue(queue.offer(List.of(Frame.of("12345"), Frame.of("67"))), "both");
        assertFalse(queue.offer(List.of(Frame.of("1"), Frame.of("2"))), "one frame too many");
        assertFalse(queue.offer(List.of(Frame.of("1234"))), "one byte too many");
        assertTrue(queue.offer(List.of(Frame.of("123"))), "the limits themselves");
        assertEquals(List.of("12345", "67", "123"), queue.poll(100, 1).stream().map(Frame::text).toList(), "and nothing of what was refused");
    }
}
