package org.carillon.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.carillon.server.Await;
import org.carillon.server.RunningServer;
import org.carillon.server.SharedServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.chrome.ChromeDriver;

/** The examples of the documentation, as they are printed, in a real browser. */
@ExtendWith(SharedServer.class)
class ExamplesIT {

    private static final Path DOORS = Path.of("src/docs/doors.md");
    private static final String LISTEN = "window.told = []; console.log = (...words) => told.push(words.join(' '));\n";

    private static ChromeDriver browser;

    @BeforeAll
    static void open() {
        browser = Browser.open();
    }

    @AfterAll
    static void close() {
        if (browser != null) {
            browser.quit();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"feed", "resume", "events", "again"})
    void anExampleOfADoorHearsTheHeartbeat(String name, RunningServer server) throws IOException {
        browser.get(server.url() + "/health");
        browser.executeScript(LISTEN + example(name));
        Await.until("the example " + name + " prints", Duration.ofSeconds(20), () -> (Long) browser.executeScript("return told.length") >= 3);
        var first = (String) browser.executeScript("return told[0]");
        assertTrue(first.contains("background_task_response"), first);
    }

    /** The first answer is one that a browser's own EventSource never gets over. */
    @Test
    void theExampleThatMakesAnotherEventSourceGetsOverARefusal(RunningServer server) throws IOException {
        browser.get(server.url() + "/health");
        browser.executeScript(LISTEN + """
                const Real = EventSource;
                window.tried = 0;
                window.EventSource = class extends Real {
                  constructor(url) { super(tried++ === 0 ? "/nothing-is-here" : url); }
                };
                """ + example("again"));
        Await.until("it prints all the same", Duration.ofSeconds(20), () -> (Long) browser.executeScript("return told.length") >= 3);
        assertEquals(2L, browser.executeScript("return tried"));
    }

    private static String example(String name) throws IOException {
        var text = Files.readString(DOORS);
        int start = text.indexOf("```js " + name + "\n");
        assertTrue(start > 0, "the documentation has the example " + name);
        return text.substring(text.indexOf('\n', start), text.indexOf("\n```", start));
    }
}
