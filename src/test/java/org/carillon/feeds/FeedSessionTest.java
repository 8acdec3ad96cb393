package org.carillon.feeds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.carillon.broadcast.Disconnect;
import org.carillon.broadcast.Replayer;
import org.carillon.broadcast.Sessions;
import org.carillon.broadcast.TestBroadcast;
import org.carillon.configuration.TestConfiguration;
import org.carillon.configuration.TestDatabase;
import org.carillon.journal.Journal;
import org.carillon.journal.Publication;
import org.carillon.journal.TestJournal;
import org.carillon.monitoring.SettableClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FeedSessionTest {

    private static final FeedLimits LIMITS = new FeedLimits(25_000, 20_000, 10_000, 1_024, 5);

    private final TestDatabase database = new TestDatabase();
    private final Journal journal = TestJournal.of(database, TestConfiguration.of());
    private final Replayer replayer = TestBroadcast.replayer(journal);
    private final Sessions sessions = TestBroadcast.sessions(TestConfiguration.of(), replayer);
    private final SettableClock clock = new SettableClock();
    private final FakeFeedSocket socket = new FakeFeedSocket();
    private final FeedSession session = new FeedSession(socket.session(), sessions, clock, LIMITS, true);

    @BeforeEach
    void open() {
        session.open();
    }

    @AfterEach
    void end() throws SQLException {
        database.close();
    }

    @Test
    void aClientIsGreetedWithTheNumbersOfTheProtocol() {
        assertEquals("{\"type\":\"welcome\",\"version\":1,\"pingInterval\":25000,\"pingTimeout\":20000,\"maxChannels\":128,\"maxMessage\":1024,\"maxMessagesPerSecond\":5}",
                socket.received.get(0));
    }

    @Test
    void aNewClientGetsTheLastPublicationAndThenLiveOnes() {
        append("a", "1");
        append("a", "2");
        ask("{'type':'subscribe','id':7,'channels':['a']}");
        var answers = socket.takeAll();
        assertEquals(List.of("subscribed", "publication"), types(answers));
        assertEquals("7 new " + at(2), answers.get(0).get("id") + " " + answers.get(0).getString("how") + " " + answers.get(0).getString("position"));
        var told = answers.get(1);
        assertEquals(Set.of("type", "position", "offset", "time", "channel", "event", "data"), told.keySet(), "everything that a page shows");
        assertEquals(at(2) + " 2 a event 2", told.getString("position") + " " + told.getInt("offset") + " " + told.getString("channel") + " " + told.getString("event") + " " + told.get("data"));
        tell(append("a", "3"));
        assertEquals(List.of("3"), data(socket.takeAll()), "live");
    }

    @Test
    void whoeverDoesNotWantTheLastOneSaysSo() {
        append("a", "1");
        ask("{'type':'subscribe','channels':['a'],'last':false}");
        assertEquals(List.of("subscribed"), types(socket.takeAll()));
    }

    @Test
    void aClientThatComesBackGetsWhatItMissed() {
        append("a", "1");
        append("a", "2");
        append("b", "3");
        append("a", "4");
        ask("{'type':'subscribe','channels':['a'],'position':'" + at(1) + "'}");
        var answers = socket.takeAll();
        assertEquals("resumed", answers.get(0).getString("how"));
        assertEquals(List.of("2", "4"), data(answers));
    }

    @Test
    void aClientWhosePositionIsUnknownIsToldOfAGapAndGetsTheLastPublication() {
        append("a", "1");
        append("a", "2");
        ask("{'type':'subscribe','channels':['a'],'position':'other:1'}");
        var answers = socket.takeAll();
        assertEquals("gap", answers.get(0).getString("how"));
        assertEquals(List.of("2"), data(answers));
    }

    @Test
    void eachSubscribeMessageHasItsOwnPlace() {
        append("a", "1");
        append("b", "2");
        append("a", "3");
        ask("{'type':'subscribe','channels':['a'],'position':'" + at(1) + "'}", "{'type':'subscribe','channels':['b'],'position':'" + at(0) + "'}");
        assertEquals(List.of("3", "2"), data(socket.takeAll()));
    }

    @Test
    void aChannelCannotBeHeardTwiceAndNothingOfTheMessageIsDone() {
        ask("{'type':'subscribe','channels':['a']}", "{'type':'subscribe','id':'x','channels':['b','a']}");
        var error = socket.takeAll().get(1);
        assertEquals("error x already_subscribed", error.getString("type") + " " + error.getString("id") + " " + error.getString("code"));
        tell(Publication.unnumbered("b", Set.of(), "event", "1"));
        assertEquals(List.of(), socket.takeAll(), "b was not subscribed to either");
    }

    @Test
    void whatIsUnsubscribedIsHeardNoMoreAndMayBeSubscribedAgain() {
        ask("{'type':'subscribe','channels':['a','b']}", "{'type':'unsubscribe','id':'u','channels':['a','unheard']}");
        socket.takeAll();
        tell(append("a", "1"));
        tell(append("b", "2"));
        assertEquals(List.of("2"), data(socket.takeAll()));
        ask("{'type':'unsubscribe','channels':['b']}", "{'type':'subscribe','channels':['a','b'],'last':false}");
        assertEquals(List.of("unsubscribed", "subscribed"), types(socket.takeAll()));
    }

    @Test
    void anUnnumberedPublicationHasNoPlace() {
        ask("{'type':'subscribe','channels':['a']}");
        socket.takeAll();
        tell(Publication.unnumbered("a", Set.of(), "event", "1"));
        assertEquals("{\"type\":\"publication\",\"channel\":\"a\",\"event\":\"event\",\"data\":1}", socket.received.get(0));
    }

    @Test
    void aConnectionHasAtMostTheBoundOfChannels() {
        ask(subscribe(0, ChannelNames.MAX_CHANNELS + 1));
        assertEquals("too_many_channels", socket.takeAll().get(0).getString("code"), "one more is refused, in one message");
        ask(subscribe(0, ChannelNames.MAX_CHANNELS));
        assertEquals(List.of("subscribed"), types(socket.takeAll()), "the limit itself is allowed");
        ask(subscribe(ChannelNames.MAX_CHANNELS, 1));
        assertEquals("too_many_channels", socket.takeAll().get(0).getString("code"), "or in two");
        ask("{'type':'unsubscribe','channels':['c0']}", subscribe(ChannelNames.MAX_CHANNELS, 1));
        assertEquals(List.of("unsubscribed", "subscribed"), types(socket.takeAll()), "until there is room");
        assertEquals(List.of(), socket.closed, "and the connection lives");
    }

    @Test
    void aClientThatSendsTooManyMessagesASecondIsClosed() {
        for (int i = 0; i < 5; i++) {
            session.receive("{\"type\":\"ping\"}");
        }
        clock.advanceMillis(1_000);
        for (int i = 0; i < 5; i++) {
            session.receive("{\"type\":\"ping\"}");
        }
        assertEquals(List.of(), socket.closed, "the limit itself is allowed, each second");
        session.receive("{\"type\":\"ping\"}");
        assertEquals(List.of(4010), socket.closed, "one more is not");
        var answers = socket.takeAll();
        assertEquals("too_many_messages", answers.get(answers.size() - 1).getString("code"), "and it is told why");
    }

    @Test
    void aMessageThatIsNoneOfOursEndsTheConnectionAndAWrongOneDoesNot() {
        session.receive("{\"type\":\"publish\",\"id\":1}");
        var error = socket.takeAll().get(1);
        assertEquals("1 unknown_type", error.get("id") + " " + error.getString("code"));
        assertEquals(List.of(), socket.closed);
        session.receive("GET / HTTP/1.1");
        assertEquals("malformed", socket.takeAll().get(0).getString("code"));
        assertEquals(List.of(4001), socket.closed);
    }

    @Test
    void aPingIsAnsweredWithItsId() {
        session.receive("{\"type\":\"ping\",\"id\":\"p\"}");
        assertEquals("{\"type\":\"pong\",\"id\":\"p\"}", socket.received.get(1));
    }

    @Test
    void aSilentClientIsPingedAndGoneIfItStaysSilent() {
        clock.advanceMillis(24_999);
        session.sweep();
        assertEquals(0, socket.pings, "it was heard of lately");
        clock.advanceMillis(1);
        session.sweep();
        session.sweep();
        assertEquals(1, socket.pings, "one ping");
        clock.advanceMillis(20_000);
        session.sweep();
        assertEquals(List.of(), socket.closed, "the limit itself is allowed");
        clock.advanceMillis(1);
        session.sweep();
        assertEquals(List.of(4002), socket.closed, "a millisecond more is not");
    }

    @Test
    void whateverAClientSendsShowsThatItIsThere() {
        clock.advanceMillis(25_000);
        session.sweep();
        session.heard();
        clock.advanceMillis(24_999);
        session.sweep();
        assertEquals(1, socket.pings, "the next silence begins with it");
        assertEquals(List.of(), socket.closed);
    }

    @Test
    void aSendThatTakesTooLongClosesTheClient() {
        socket.finishing = false;
        session.receive("{\"type\":\"ping\"}");
        clock.advanceMillis(10_000);
        session.sweep();
        assertEquals(List.of(), socket.closed, "the limit itself is allowed");
        clock.advanceMillis(1);
        session.sweep();
        assertEquals(List.of(4003), socket.closed, "a millisecond more is not");
    }

    @Test
    void aClosedSessionIsForgotten() {
        ask("{'type':'subscribe','channels':['a']}");
        socket.gone = true;
        session.receive("{\"type\":\"ping\"}");
        session.close(Disconnect.CLIENT_CLOSED);
        assertEquals(1, socket.closed.size(), "once");
        socket.takeAll();
        tell(append("a", "1"));
        assertTrue(socket.received.isEmpty(), "nothing is sent to it");
        assertEquals(null, sessions.get(session.id()));
    }

    @Test
    void aNodeThatIsFullSaysSo() {
        var full = TestBroadcast.sessions(TestConfiguration.of("carillon.sessions.maximum", "1"), replayer);
        new FeedSession(new FakeFeedSocket().session(), full, clock, LIMITS, true).open();
        var second = new FakeFeedSocket();
        new FeedSession(second.session(), full, clock, LIMITS, true).open();
        assertEquals(List.of(4007), second.closed);
        assertFalse(second.received.stream().anyMatch(text -> text.contains("welcome")));
    }

    /** Each message in a second of its own, with what it asks for. */
    private void ask(String... messages) {
        socket.received.removeIf(text -> text.contains("\"welcome\""));
        for (String message : messages) {
            clock.advanceMillis(1_000);
            session.receive(message.replace('\'', '"'));
            TestBroadcast.catchUp(replayer);
        }
    }

    private static String subscribe(int first, int count) {
        return "{'type':'subscribe','channels':[" + IntStream.range(first, first + count).mapToObj(i -> "'c" + i + "'").collect(Collectors.joining(",")) + "],'last':false}";
    }

    private Publication append(String channel, String data) {
        return TestJournal.append(database, journal, channel, data);
    }

    private void tell(Publication publication) {
        TestBroadcast.publish(sessions, publication);
    }

    private String at(long offset) {
        return journal.head().at(offset).toString();
    }

    private static List<String> types(List<JsonObject> messages) {
        return messages.stream().map(message -> message.getString("type")).toList();
    }

    private static List<String> data(List<JsonObject> messages) {
        return messages.stream().filter(message -> message.getString("type").equals("publication")).map(message -> message.get("data").toString()).toList();
    }
}
