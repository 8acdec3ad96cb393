package org.carillon.feeds;

import org.carillon.configuration.Configuration;
import org.carillon.configuration.Setting;

/**
 * What the operator set for {@code /feed}.
 *
 * @param pingInterval      milliseconds of silence after which a client is pinged
 * @param pingTimeout       milliseconds after a ping within which it must send something
 * @param sendTimeout       milliseconds of the longest send
 * @param maxMessage        characters of a client's message
 * @param messagesPerSecond of one client
 */
record FeedLimits(long pingInterval, long pingTimeout, long sendTimeout, int maxMessage, int messagesPerSecond) {

    static FeedLimits of(Configuration configuration) {
        return new FeedLimits(configuration.millis(Setting.FEED_PING_INTERVAL), configuration.millis(Setting.FEED_PING_TIMEOUT),
                configuration.millis(Setting.SEND_TIMEOUT), configuration.integer(Setting.FEED_MAX_MESSAGE), configuration.integer(Setting.FEED_MAX_RATE));
    }
}
