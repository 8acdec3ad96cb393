package org.carillon.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.carillon.server.Await;
import org.carillon.server.RunningServer;
import org.carillon.server.SharedServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.logging.LogType;

/** The page in a real browser. */
@ExtendWith(SharedServer.class)
class PageIT {

    private static final Duration SOON = Duration.ofSeconds(20);

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

    @Test
    void theHeartbeatIsSeenToArrive(RunningServer server) {
        browser.get(server.url() + "/");
        Await.until("the connection is live", SOON, () -> "live".equals(one("#state").getDomAttribute("data-state")));
        Await.until("three publications are listed", SOON, () -> rows().size() >= 3);
        var rows = rows();
        var newest = Long.parseLong(rows.get(0).getDomAttribute("data-offset"));
        var next = Long.parseLong(rows.get(1).getDomAttribute("data-offset"));
        assertEquals(next + 1, newest, "newest first, without a hole");
        assertTrue(rows.get(0).getText().contains("Background Task Result"), rows.get(0).getText());
        Await.until("connected clients are counted", SOON, () -> one("#clients").getText().matches("[1-9][0-9]*"));
        var severe = browser.manage().logs().get(LogType.BROWSER).getAll().stream().filter(entry -> entry.getLevel().intValue() >= 1000).toList();
        assertEquals(List.of(), severe, "the console is clean");
    }

    /** It came with the id of the publication before it, and was taken for that one. */
    @Test
    void whatHasNoPlaceInTheJournalIsListedToo(RunningServer server) {
        browser.get(server.url() + "/");
        var texts = browser.executeAsyncScript("""
                const [url, done] = arguments;
                import(url).then(({PublicationList}) => {
                  const rows = document.createElement("ol");
                  const list = new PublicationList(rows, () => {});
                  list.add("e:7", {offset: 7, time: "2026-01-31T12:00:00Z", channel: "c", event: "recorded", data: 1});
                  list.add("e:7", {channel: "c", event: "told", data: 2});
                  done([...rows.children].map(row => row.querySelector(".event").textContent + (row.querySelector(".offset")?.textContent ?? "")));
                });
                """, server.url() + "/publication-list.js");
        assertEquals(List.of("told", "recorded7"), texts);
    }

    @Test
    void theListIsPausedByKeyboard(RunningServer server) {
        browser.get(server.url() + "/");
        Await.until("a publication is listed", SOON, () -> !rows().isEmpty());
        one("#pause").sendKeys(Keys.ENTER);
        var before = rows().get(0).getDomAttribute("data-offset");
        var clients = one("#clients");
        Await.until("something else goes on", SOON, () -> clients.isDisplayed());
        assertEquals(before, rows().get(0).getDomAttribute("data-offset"));
        one("#pause").sendKeys(Keys.ENTER);
        Await.until("the list goes on", SOON, () -> !before.equals(rows().get(0).getDomAttribute("data-offset")));
    }

    @Test
    void aPhoneScrollsInOneDirectionOnly(RunningServer server) {
        browser.manage().window().setSize(new Dimension(360, 740));
        browser.get(server.url() + "/");
        Await.until("a publication is listed", SOON, () -> !rows().isEmpty());
        var tooWide = (Boolean) browser.executeScript("return document.documentElement.scrollWidth > document.documentElement.clientWidth");
        assertEquals(false, tooWide);
    }

    private static WebElement one(String selector) {
        return browser.findElement(By.cssSelector(selector));
    }

    private static List<WebElement> rows() {
        return browser.findElements(By.cssSelector("#publications [data-offset]"));
    }
}
