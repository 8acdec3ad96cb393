package org.carillon.broadcast;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutboundQueueSeparatorTest {

    @ParameterizedTest
    @CsvSource({"8, aaaa bbb", "11, aaaa bbb cc"})
    void asManyFramesAreTakenAsFitTogether(int limit, String taken) {
        var queue = TestBroadcast.queue(10, 100);
        Stream.of("aaaa", "bbb", "cc").map(Frame::of).forEach(queue::offer);
        assertEquals(List.of(taken.split(" ")), queue.poll(limit, 1).stream().map(Frame::text).toList(), "one separator between two frames");
    }
}
