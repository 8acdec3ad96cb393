package org.carillon.broadcast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DisconnectTest {

    private static final Set<Integer> STANDARD = Set.of(1000, 1001, 1009);

    @Test
    void eachReasonHasACodeOfItsOwn() {
        assertEquals(Disconnect.values().length, Stream.of(Disconnect.values()).map(Disconnect::code).collect(Collectors.toSet()).size(),
                "a client can tell the reasons apart");
    }

    @ParameterizedTest
    @EnumSource
    void aCloseFrameTakesCodeAndReason(Disconnect reason) {
        assertTrue(STANDARD.contains(reason.code()) || reason.code() >= 4000 && reason.code() <= 4999,
                reason + " has a code that an application may send");
        assertTrue(reason.reason().getBytes(StandardCharsets.UTF_8).length <= 123, reason + " fits a close frame");
        assertTrue(!reason.reason().isBlank() && reason.reason().chars().allMatch(c -> c >= ' ' && c < 127), reason + " says why, in ASCII");
    }
}
