package org.carillon.socketio;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.carillon.engineio.ProtocolException;
import org.carillon.engineio.TestEngine;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Packets and their attachments, as a hostile client sends them. */
class AssemblerTest {

    private final TestSocketIo server = new TestSocketIo();
    private final TestEngine client = server.client();

    @BeforeEach
    void join() {
        client.receive("40");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"0\"", "-1", "1", "0.5", "1e0.", "null", "[]", "{}", "true", "1e400", "99999999999999999999", "4294967296"})
    void aPlaceholderStandsForAnAttachmentThatIsThere(String num) {
        assertThrows(ProtocolException.class, () -> client.receive("451-[\"a\",{\"deep\":[{\"_placeholder\":true,\"num\":" + num + "}]}]"), num);
    }

    @Test
    void whatOnlyLooksLikeAPlaceholderIsData() {
        assertDoesNotThrow(() -> client.receive("42[\"a\",{\"_placeholder\":true,\"num\":7}]"), "in a packet without attachments");
        assertDoesNotThrow(() -> client.receive("450-[\"a\",{\"_placeholder\":\"true\",\"num\":7}]"), "or with another value");
        assertThrows(ProtocolException.class, () -> client.receive("450-[\"a\",{\"_placeholder\":true,\"num\":0}]"), "but not in one of none");
    }

    @Test
    void attachmentsThatDoNotComeEndTheSession() {
        client.receive("451-[\"a\",{\"_placeholder\":true,\"num\":0}]");
        server.clock.advanceMillis(Assembler.PATIENCE_MILLIS);
        client.sweep();
        assertEquals(0, client.closed().size(), "the limit itself");
        server.clock.advanceMillis(1);
        client.sweep();
        assertEquals(4001, client.closed().get(0), "a millisecond more");
    }

    @Test
    void aPacketAndItsAttachmentsTogetherAreBounded() {
        var head = "452-[\"a\",{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":1}]";
        int text = head.length() - 1;
        client.receive(head);
        client.receive(new byte[500_000]);
        client.receive(new byte[500_000 - text]);
        client.receive(head);
        client.receive(new byte[500_000]);
        assertThrows(ProtocolException.class, () -> client.receive(new byte[500_000 - text + 1]), "one more byte");
        assertFalse(client.received().isEmpty());
    }

    @Test
    void aBinaryPacketForANamespaceThatWasNotJoinedTakesNoMemory() {
        assertThrows(ProtocolException.class, () -> client.receive("451-/admin,[\"a\",{\"_placeholder\":true,\"num\":0}]"));
        assertTrue(client.received().size() == 1);
    }
}
