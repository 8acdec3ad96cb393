package org.carillon.socketio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.carillon.api.Ack;
import org.carillon.api.Arguments;
import org.carillon.api.Client;
import org.carillon.api.EventRefused;
import org.carillon.api.OnConnect;
import org.carillon.api.OnEvent;
import org.carillon.engineio.TestEngine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What users' handlers get of clients' events, and what clients get back. */
class ClientEventsTest {

    public record Point(int x, Optional<String> label, List<Double> marks) {
    }

    public enum Colour { RED, GREEN }

    public static final class Handlers {

        final List<Object> got = new ArrayList<>();
        final List<Client> clients = new ArrayList<>();
        final CompletableFuture<String> later = new CompletableFuture<>();
        Ack kept;

        @OnConnect
        public void connect(Client client) {
            clients.add(client);
        }

        @OnEvent("types")
        public String types(String text, int whole, long large, double real, boolean flag, Colour colour) {
            got.add(List.of(text, whole, large, real, flag, colour));
            return text;
        }

        @OnEvent("point")
        public Point point(Client from, Point point) {
            got.add(point);
            return point;
        }

        @OnEvent("json")
        public JsonValue json(JsonObject object) {
            return object;
        }

        @OnEvent("bytes")
        public byte[] bytes(byte[] bytes, Optional<ByteBuffer> more) {
            got.add(bytes.length + more.map(ByteBuffer::remaining).orElse(0));
            return bytes;
        }

        @OnEvent("echo")
        public void echo(Client client, Arguments all) {
            client.emit("echoed", all);
        }

        @OnEvent("nothing")
        public void nothing() {
            got.add("nothing");
        }

        @OnEvent("kept")
        public void kept(Ack ack) {
            kept = ack;
        }

        @OnEvent("later")
        public CompletionStage<String> later() {
            return later;
        }

        @OnEvent("refused")
        public void refused() {
            throw new EventRefused("not now", JsonValue.TRUE);
        }

        @OnEvent("broken")
        public void broken() {
            throw new IllegalStateException("on purpose");
        }

        @OnEvent("unsendable")
        public Object unsendable() {
            return new Object();
        }
    }

    private final Handlers handlers = new Handlers();
    private final TestSocketIo server = new TestSocketIo(handlers);
    private final TestEngine client = connected();

    @Test
    void valuesComeInTheirTypesAndTheResultIsTheAcknowledgement() {
        send("421[\"types\",\"a\",-2147483648,9223372036854775807,0.5,true,\"RED\",\"more\"]");
        assertEquals(List.of(List.of("a", Integer.MIN_VALUE, Long.MAX_VALUE, 0.5, true, Colour.RED)), handlers.got, "one argument too many is ignored");
        assertEquals(List.of("431[\"a\"]"), client.received(), "what it returned");
        send("422[\"point\",{\"x\":1.0,\"marks\":[1,2.5],\"__proto__\":{\"x\":2}}]");
        assertEquals(new Point(1, Optional.empty(), List.of(1.0, 2.5)), handlers.got.get(1), "other names are ignored");
        assertEquals("432[{\"x\":1,\"label\":null,\"marks\":[1.0,2.5]}]", client.received().get(1), "and a record comes back as one");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ["types"]                                     | Argument 1 is missing.
            ["types",null,1,1,1,true,"RED"]               | Argument 1 must be text.
            ["types",{"a":1},1,1,1,true,"RED"]            | Argument 1 must be text.
            ["types","a","1",1,1,true,"RED"]              | Argument 2 must be a whole number from -2147483648 to 2147483647.
            ["types","a",1.5,1,1,true,"RED"]              | Argument 2 must be a whole number from -2147483648 to 2147483647.
            ["types","a",2147483648,1,1,true,"RED"]       | Argument 2 must be a whole number from -2147483648 to 2147483647.
            ["types","a",1e999999999,1,1,true,"RED"]      | Argument 2 must be a whole number from -2147483648 to 2147483647.
            ["types","a",1,9223372036854775808,1,true,"RED"] | Argument 3 must be a whole number from -9223372036854775808 to 9223372036854775807.
            ["types","a",1,1,1e999,true,"RED"]            | Argument 4 must be a number below 1.8e308.
            ["types","a",1,1,1,1,"RED"]                   | Argument 5 must be true or false.
            ["types","a",1,1,1,true,"BLUE"]               | Argument 6 must be one of [RED, GREEN].
            ["point",[]]                                  | Argument 1 must be an object.
            ["point",{"marks":[]}]                        | Argument 1.x is missing.
            ["point",{"x":1,"marks":[1,"b"]}]             | Argument 1.marks[1] must be a number.
            ["json",[1]]                                  | Argument 1 must be JsonObject.
            ["bytes","AQID"]                              | Argument 1 must be binary.
            ["bytes",{"_placeholder":true,"num":0}]       | Argument 1 must be binary.
            """)
    void aValueOfAnotherTypeNeverReachesTheHandler(String data, String message) {
        send("427" + data);
        assertEquals(List.of(), handlers.got, "not called");
        assertTrue(client.received().get(0).startsWith("437[{\"error\":{\"code\":\"invalid_arguments\",\"message\":\"" + message + "\""), client.received().get(0));
        send("42" + data);
        assertTrue(client.received().get(1).startsWith("42[\"exception\",{\"error\":{\"code\":\"invalid_arguments\""), "who asked for no answer gets an event: " + client.received());
    }

    @Test
    void binaryGoesBothWays() {
        client.receive("452-5[\"bytes\",{\"_placeholder\":true,\"num\":1},{\"_placeholder\":true,\"num\":0}]");
        client.receive(new byte[] {1});
        client.receive(new byte[] {2, 3});
        server.settle();
        assertEquals(List.of(3), handlers.got, "both parts");
        assertEquals(List.of("461-5[{\"_placeholder\":true,\"num\":0}]", "<0203>"), client.received(), "the acknowledgement and its part");
        client.received().clear();
        client.receive("451-[\"echo\",1,{\"a\":[{\"_placeholder\":true,\"num\":0}]}]");
        client.receive(new byte[] {4});
        server.settle();
        assertEquals(List.of("451-[\"echoed\",1,{\"a\":[{\"_placeholder\":true,\"num\":0}]}]", "<04>"), client.received(), "wherever it is in the data");
        handlers.clients.get(0).emit("mixed", "a", new byte[] {5}, Map.of("b", ByteBuffer.wrap(new byte[] {6})));
        assertEquals(List.of("452-[\"mixed\",\"a\",{\"_placeholder\":true,\"num\":0},{\"b\":{\"_placeholder\":true,\"num\":1}}]", "<05>", "<06>"), client.received().subList(2, 5));
    }

    @Test
    void tenAttachmentsAreSentAndElevenAreNot() {
        var ten = new Object[10];
        Arrays.fill(ten, new byte[1]);
        handlers.clients.get(0).emit("ten", ten);
        assertEquals(11, client.received().size(), "the limit itself");
        var eleven = Arrays.copyOf(ten, 11);
        eleven[10] = new byte[1];
        assertThrows(IllegalArgumentException.class, () -> handlers.clients.get(0).emit("eleven", eleven), "one more");
        assertEquals(11, client.received().size(), "and then nothing is sent");
    }

    @Test
    void whatAHandlerThrowsIsToldAndStaysThere() {
        send("421[\"broken\"]");
        send("422[\"unsendable\"]");
        send("423[\"refused\"]");
        send("424[\"nobody\"]");
        send("42[\"nobody\"]");
        send("425[\"nothing\"]");
        assertEquals(List.of(
                "431[{\"error\":{\"code\":\"failed\",\"message\":\"The handler failed.\",\"event\":\"broken\"}}]",
                "432[{\"error\":{\"code\":\"failed\",\"message\":\"The handler failed.\",\"event\":\"unsendable\"}}]",
                "433[{\"error\":{\"code\":\"refused\",\"message\":\"not now\",\"event\":\"refused\",\"data\":true}}]",
                "434[{\"error\":{\"code\":\"unknown_event\",\"message\":\"Nobody handles this event.\",\"event\":\"nobody\"}}]",
                "435[]"), client.received(), "each is answered once, and an event that nobody handles is no failure");
    }

    @Test
    void anAnswerMayComeLaterAndComesOnce() {
        send("421[\"kept\"]");
        assertEquals(List.of(), client.received(), "not yet");
        handlers.kept.send("a", 1);
        handlers.kept.send("b");
        send("422[\"later\"]");
        handlers.later.complete("c");
        assertEquals(List.of("431[\"a\",1]", "432[\"c\"]"), client.received());
        send("42[\"kept\"]");
        handlers.kept.send("d");
        assertEquals(2, client.received().size(), "nobody asked");
    }

    @Test
    void aClientAcknowledges() throws Exception {
        var asked = handlers.clients.get(0).emitWithAck(Duration.ofSeconds(5), "question", 42).toCompletableFuture();
        assertEquals("420[\"question\",42]", client.received().get(0));
        send("430[\"answer\",true]");
        assertEquals("[\"answer\",true]", asked.get().values().toString());
        send("430[\"again\"]");
        send("4399[\"never asked\"]");
        assertEquals(List.of(), client.closed(), "an answer that nobody awaits is no offence");
        var binary = handlers.clients.get(0).emitWithAck(Duration.ofSeconds(5), "question").toCompletableFuture();
        client.receive("461-1[{\"_placeholder\":true,\"num\":0}]");
        client.receive(new byte[] {7});
        server.settle();
        assertEquals(7, binary.get().attachments().get(0).get(0), "binary too");
    }

    @Test
    void whoDoesNotAcknowledgeInTimeOrLeavesIsAwaitedNoLonger() {
        var late = handlers.clients.get(0).emitWithAck(Duration.ofSeconds(5), "question").toCompletableFuture();
        server.clock.advance(Duration.ofMillis(4_999));
        client.sweep();
        server.settle();
        assertTrue(!late.isDone(), "not before its time");
        server.clock.advance(Duration.ofMillis(1));
        client.sweep();
        server.settle();
        assertTrue(assertThrows(ExecutionException.class, late::get).getCause() instanceof TimeoutException, "in its time");
        var left = handlers.clients.get(0).emitWithAck(Duration.ofSeconds(5), "question").toCompletableFuture();
        client.gone();
        server.settle();
        assertTrue(assertThrows(ExecutionException.class, left::get).getCause() instanceof IllegalStateException, "the client has left");
        assertTrue(handlers.clients.get(0).emitWithAck(Duration.ofSeconds(5), "question").toCompletableFuture().isCompletedExceptionally(), "and cannot be asked");
    }

    @Test
    void onlySoManyAcknowledgementsAreAwaited() {
        for (int i = 0; i < Client.MAX_AWAITED_ACKS; i++) {
            assertTrue(!handlers.clients.get(0).emitWithAck(Duration.ofSeconds(5), "q").toCompletableFuture().isDone(), "the limit itself");
        }
        assertTrue(handlers.clients.get(0).emitWithAck(Duration.ofSeconds(5), "q").toCompletableFuture().isCompletedExceptionally(), "one more");
    }

    @Test
    void aClientWhoseEventsPileUpIsClosed() {
        for (int i = 0; i < 64; i++) {
            client.receive("42[\"nothing\"]");
        }
        assertEquals(List.of(), client.closed(), "the limit itself");
        client.receive("42[\"nothing\"]");
        assertEquals(List.of(4020), client.closed(), "one more");
    }

    @Test
    void clientsTakeTurnsAndEachKeepsItsOrder() {
        var other = connected();
        client.receive("421[\"nothing\"]");
        client.receive("422[\"nothing\"]");
        other.receive("421[\"nothing\"]");
        server.handlers.runOne();
        server.handlers.runOne();
        assertEquals(1, client.received().size(), "one step of the first");
        assertEquals(1, other.received().size(), "then one of the second");
        server.settle();
        assertEquals(List.of("431[]", "432[]"), client.received(), "in order");
    }

    private TestEngine connected() {
        var connected = server.client();
        connected.receive("40");
        server.settle();
        connected.received().clear();
        return connected;
    }

    private void send(String packet) {
        client.receive(packet);
        server.settle();
    }
}
