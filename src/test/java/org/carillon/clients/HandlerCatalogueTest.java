package org.carillon.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.stream.Stream;
import org.carillon.api.Ack;
import org.carillon.api.Client;
import org.carillon.api.OnConnect;
import org.carillon.api.OnDisconnect;
import org.carillon.api.OnEvent;
import org.carillon.configuration.InvalidSetting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which handlers fail a deployment, and which namespace a client finds. */
class HandlerCatalogueTest {

    static Stream<Object> wrong() {
        return Stream.of(
                new Object() {
                    @OnEvent("a")
                    void notPublic() {
                    }
                },
                new Object() {
                    @OnEvent("a")
                    public void unbindable(Thread thread) {
                    }
                },
                new Object() {
                    @OnEvent("a")
                    public void alsoUnbindable(Map<String, String> map) {
                    }
                },
                new Object() {
                    @OnEvent("a")
                    public int twoAnswers(Ack ack) {
                        return 1;
                    }
                },
                new Object() {
                    @OnEvent("disconnect")
                    public void reserved() {
                    }
                },
                new Object() {
                    @OnEvent("")
                    public void nameless() {
                    }
                },
                new Object() {
                    @OnEvent(value = "a", namespace = "chat")
                    public void noSlash() {
                    }
                },
                new Object() {
                    @OnEvent(value = "a", namespace = "/a,b")
                    public void comma() {
                    }
                },
                new Object() {
                    @OnEvent(value = "a", namespace = "/*/*")
                    public void twoStars() {
                    }
                },
                new Object() {
                    @OnEvent("a")
                    public void one() {
                    }

                    @OnEvent("a")
                    public void two() {
                    }
                },
                new Object() {
                    @OnConnect
                    public boolean returns(Client client) {
                        return true;
                    }
                },
                new Object() {
                    @OnConnect
                    public void takesText(Client client, String text) {
                    }
                },
                new Object() {
                    @OnDisconnect
                    public void takesANumber(int code) {
                    }
                });
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void whatCannotBeServedFailsWithOneLineThatSaysWhatIsAllowed(Object handler) {
        var wrong = assertThrows(InvalidSetting.class, () -> new TestHandlers(handler));
        assertTrue(wrong.getMessage().contains("; allowed is ") && wrong.getMessage().lines().count() == 1, wrong.getMessage());
    }

    @Test
    void aNameInFullGoesBeforeAPatternAndTheLongerPatternBeforeTheShorter() {
        var catalogue = new TestHandlers(new Object() {
            @OnEvent(value = "exact", namespace = "/room-1")
            public void exact() {
            }

            @OnEvent(value = "long", namespace = "/room-*")
            public void longer() {
            }

            @OnEvent(value = "short", namespace = "/*")
            public void shorter() {
            }
        }).catalogue();
        assertEquals("/room-1", catalogue.find("/room-1").orElseThrow().spec());
        assertEquals("/room-*", catalogue.find("/room-2").orElseThrow().spec());
        assertEquals("/*", catalogue.find("/other").orElseThrow().spec());
        assertEquals("/room-*", catalogue.find("/room-*").orElseThrow().spec(), "a star is a character like others in a client's mouth");
        assertFalse(catalogue.find("/a/b").isPresent(), "a star stands for no slash");
        assertTrue(catalogue.find("/" + "n".repeat(RoomNames.MAX_NAMESPACE - 1)).isPresent(), "the longest name");
        assertFalse(catalogue.find("/" + "n".repeat(RoomNames.MAX_NAMESPACE)).isPresent(), "one more");
        assertFalse(catalogue.find("/a\u0000").isPresent(), "no control characters");
    }

    @Test
    void aBacklogIsBoundedInBytesToo() {
        var handlers = new TestHandlers();
        var mailbox = handlers.pool().newMailbox();
        long part = Runtime.getRuntime().maxMemory() / 8;
        int half = (int) Math.min(Integer.MAX_VALUE, part / 2 + 1);
        int fit = 0;
        while (fit < 10 && mailbox.offer(half, () -> { })) {
            fit++;
        }
        assertTrue(fit < 10, "not more than its part of the heap; " + fit);
        handlers.runAll();
        assertTrue(mailbox.offer(half, () -> { }), "what was done makes room");
    }

    @Test
    void aStepThatFailsDoesNotEndTheOthersAndAStopEndsAll() {
        var handlers = new TestHandlers();
        var mailbox = handlers.pool().newMailbox();
        var done = new StringBuilder();
        mailbox.offer(1, () -> {
            throw new IllegalStateException("on purpose");
        });
        mailbox.offer(1, () -> done.append("a"));
        handlers.runAll();
        assertEquals("a", done.toString());
        handlers.stop();
        assertFalse(mailbox.offer(1, () -> done.append("b")), "a node that stops takes nothing more");
    }
}
