package org.carillon.configuration;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationTest {

    @ParameterizedTest
    @EnumSource
    void everyDefaultIsAllowedAndExplained(Setting setting) {
        assertDoesNotThrow(() -> setting.kind().parse(setting.standard()), setting + " works without being set");
        assertTrue(setting.key().startsWith("carillon.") && !setting.reason().isBlank(), setting + " has a name and a reason");
    }

    @Test
    void everySettingHasAKeyOfItsOwn() {
        var keys = Stream.of(Setting.values()).map(Setting::key).toList();
        assertEquals(keys.size(), new HashSet<>(keys).size(), "a key means one thing");
        TestConfiguration.of().validate();
    }

    @Test
    void aChannelHasAPolicyForSlowClientsByItsNameOrABeginningOfIt() {
        var configuration = TestConfiguration.of("carillon.channel.a.b.slow-clients", "latest", "carillon.channel.p*.slow-clients", "drop-oldest");
        assertEquals(Map.of("a.b", "latest", "p*", "drop-oldest"), configuration.slowClients());
        assertEquals(List.of(), configuration.unknownKeys(), "such keys mean something");
        var wrong = TestConfiguration.of("carillon.channel.a.slow-clients", "newest");
        var refusal = assertThrows(InvalidSetting.class, wrong::validate).getMessage();
        assertTrue(refusal.contains("carillon.channel.a.slow-clients") && refusal.contains("disconnect or drop-oldest or latest"), refusal);
    }

    @ParameterizedTest
    @CsvSource({
        "carillon.sessions.queue.heap-percent, 0,     1,       75,        76",
        "carillon.sessions.per-address,     0,        1,       1000000,   1000001",
        "carillon.sessions.new-per-second,  0,        1,       1000000,   1000001",
        "carillon.sessions.new-per-second-per-address, 0, 1,   1000000,   1000001",
        "carillon.socketio.messages-per-second, 0,    1,       1000000,   1000001",
        "carillon.tasks.workers,            0,        1,       256,       257",
        "carillon.tasks.history.runs,       0,        1,       1000000,   1000001",
        "carillon.journal.publications,     0,        1,       1000000,   1000001",
        "carillon.sessions.maximum,         0,        1,       1000000,   1000001",
        "carillon.sessions.queue.frames,    7,        8,       100000,    100001",
        "carillon.sessions.queue.bytes,     131071,   131072,  1073741824, 1073741825",
        "carillon.socketio.max-payload,     999,      1000,    100000000, 100000001",
        "carillon.clients.backlog,          0,        1,       10000,     10001",
        "carillon.feed.max-message,         1023,     1024,    1048576,   1048577",
        "carillon.feed.messages-per-second, 0,        1,       100000,    100001",
        "carillon.feed.ping-interval,       PT0.099S, PT0.1S,  PT60S,     PT60.001S",
        "carillon.feed.ping-timeout,        PT0.099S, PT0.1S,  PT60S,     PT60.001S",
        "carillon.tasks.history.age,        PT59.999S, PT1M,   P3650D,    P3650DT0.001S",
        "carillon.journal.age,              PT0.999S, PT1S,    P30D,      P30DT0.001S",
        "carillon.sessions.send-timeout,    PT0.099S, PT0.1S,  PT80S,     PT80.001S",
        "carillon.socketio.ping-interval,   PT0.099S, PT0.1S,  PT60S,     PT60.001S",
        "carillon.socketio.ping-timeout,    PT0.099S, PT0.1S,  PT60S,     PT60.001S",
        "carillon.socketio.connect-timeout, PT0.099S, PT0.1S,  PT5M,      PT5M0.001S",
        "carillon.feeds.heartbeat,          PT0.099S, PT0.1S,  PT60S,     PT60.001S",
        "carillon.feeds.retry,              PT0.099S, PT0.1S,  PT5M,      PT5M0.001S",
        "carillon.stop.grace,               PT-0.001S, PT0S,   PT5M,      PT5M0.001S",
        "carillon.task.heartbeat.every,     PT0.099S, PT0.1S,  P365D,     P365DT0.001S"})
    void boundsAreAllowedAndOnePastThemIsNot(String key, String below, String min, String max, String above) {
        for (var allowed : List.of(min, max, " " + min + " ")) {
            assertDoesNotThrow(() -> readAll(key, allowed), key + " may be " + allowed);
        }
        for (var refused : List.of(below, above)) {
            assertNames(key, refused, assertThrows(InvalidSetting.class, () -> readAll(key, refused), key + " may not be " + refused));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "carillon.tasks.workers,           four",
        "carillon.tasks.workers,           4.0",
        "carillon.tasks.workers,           0x4",
        "carillon.tasks.workers,           99999999999999999999",
        "carillon.stop.grace,              5",
        "carillon.stop.grace,              5s",
        "carillon.stop.grace,              PT0.0005S",
        "carillon.stop.grace,              PT9999999999999999H",
        "carillon.feeds.last-on-connect,   yes",
        "carillon.feeds.last-on-connect,   TRUE",
        "carillon.socketio.last-on-connect, 1",
        "carillon.database.directory,      /data;AUTO_SERVER=TRUE",
        "carillon.access.origins,          *",
        "carillon.access.origins,          app.example.org",
        "carillon.access.origins,          https://*.example.org",
        "carillon.access.origins,          https://app.example.org/",
        "carillon.access.origins,          https://app.example.org?x",
        "carillon.access.origins,          https://user@app.example.org",
        "carillon.access.origins,          ftp://app.example.org",
        "carillon.access.origins,          'https://app.example.org,,https://b.example.org'",
        "carillon.access.origins,          null",
        "carillon.task.heartbeat.every,    5 seconds"})
    void whatIsNoValueIsRefusedInOneLineThatNamesTheCure(String key, String value) {
        assertNames(key, value, assertThrows(InvalidSetting.class, () -> readAll(key, value), key + " may not be " + value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"4\n5", "4\r\n[INFO] All is well.", "4\t5", "\u0000", "\u001b[2J", "4\u007f"})
    void aRefusalIsOneLineWhateverTheValueIs(String value) {
        var wrong = assertThrows(InvalidSetting.class, () -> readAll("carillon.tasks.workers", value));
        assertFalse(wrong.getMessage().chars().anyMatch(Character::isISOControl), "nobody writes log lines by a setting: " + wrong.getMessage());
    }

    @Test
    void aRefusalBringsNoStackTraceIntoTheLog() {
        var wrong = assertThrows(InvalidSetting.class, () -> readAll("carillon.tasks.workers", "four"));
        assertEquals(0, wrong.getStackTrace().length, "the containers print it, and it is no news to an operator");
        assertNull(wrong.getCause(), "nor is what a parser says");
    }

    @Test
    void valuesAreReadAsTheirTypes() {
        var configuration = TestConfiguration.of("carillon.tasks.workers", "7", "carillon.stop.grace", "PT1.5S", "carillon.feeds.last-on-connect", "false",
                "carillon.database.directory", "/var/lib/carillon", "carillon.access.origins", "https://A.example.org , http://[::1]:8080");
        assertEquals(7, configuration.integer(Setting.TASK_WORKERS), "a number");
        assertEquals(1_500, configuration.millis(Setting.STOP_GRACE), "a duration");
        assertFalse(configuration.isOn(Setting.FEEDS_LAST), "a switch");
        assertEquals("/var/lib/carillon", configuration.text(Setting.DATABASE_DIRECTORY), "a path");
        assertEquals(List.of("https://a.example.org", "http://[::1]:8080"), configuration.origins(), "a list, as browsers write origins");
        assertEquals(25_000, configuration.millis(Setting.PING_INTERVAL), "what is not set has its default");
    }

    @Test
    void anOriginsOwnPortIsLeftOutAsBrowsersDo() {
        var configuration = TestConfiguration.of("carillon.access.origins",
                "https://app.example.org:443,http://app.example.org:80,https://app.example.org:80,http://[::1]:80,https://b.example.org:0443,https://c.example.org:4430");
        assertEquals(List.of("https://app.example.org", "http://app.example.org", "https://app.example.org:80", "http://[::1]", "https://b.example.org",
                "https://c.example.org:4430"), configuration.origins(), "what is listed is what a browser will send");
    }

    @Test
    void aTasksPeriodIsTheOperatorsOrElseTheAnnotations() {
        var configuration = TestConfiguration.of("carillon.task.heartbeat.every", "PT1S");
        assertEquals(Duration.ofSeconds(1), configuration.taskPeriod("heartbeat", "PT5S"), "the operator decides");
        assertEquals(Duration.ofSeconds(5), configuration.taskPeriod("other", "PT5S"), "for the task that the key names");
        assertThrows(InvalidSetting.class, () -> configuration.taskPeriod("other", "PT0S"), "an annotation has the same bounds");
    }

    @Test
    void keysThatMeanNothingAreFound() {
        var configuration = TestConfiguration.of(Map.of("carillon.task.workers", "4", "carillon.tasks.workers", "4", "carillon.tasks.Workers", "4",
                "carillon.config", "x", "carillon.task.heartbeat.every", "PT1S", "carillon.task.Heart.every", "PT1S",
                "java.version", "17", "carillonx", "1"));
        assertEquals(List.of("carillon.task.Heart.every", "carillon.task.workers", "carillon.tasks.Workers"), configuration.unknownKeys(),
                "spelling mistakes would otherwise go unseen");
    }

    private static void readAll(String key, String value) {
        var configuration = TestConfiguration.of(key, value);
        configuration.validate();
        configuration.taskPeriod("heartbeat", "PT5S");
    }

    private static void assertNames(String key, String value, InvalidSetting wrong) {
        var message = wrong.getMessage();
        assertTrue(message.contains(key) && message.contains("'" + value + "'"), "the text names the key and the value: " + message);
        assertTrue(message.matches(".*; allowed is .{4,}\\."), "and what is allowed: " + message);
    }
}
