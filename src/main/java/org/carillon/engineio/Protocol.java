package org.carillon.engineio;

import org.carillon.configuration.Configuration;
import org.carillon.configuration.Setting;

/**
 * The numbers that the server tells its clients or holds them to, in milliseconds and bytes.
 *
 * @param pingInterval   from one heartbeat to the next
 * @param pingTimeout    for the answer
 * @param connectTimeout for joining a namespace, and for finishing an upgrade
 * @param sendTimeout    for one frame or one polling answer
 * @param maxPayload     of one message or polling body from the client
 * @param messageRate    packets of one client in a second
 */
record Protocol(long pingInterval, long pingTimeout, long connectTimeout, long sendTimeout, int maxPayload, int messageRate) {

    static Protocol of(Configuration configuration) {
        return new Protocol(configuration.millis(Setting.PING_INTERVAL), configuration.millis(Setting.PING_TIMEOUT),
                configuration.millis(Setting.CONNECT_TIMEOUT), configuration.millis(Setting.SEND_TIMEOUT),
                configuration.integer(Setting.MAX_PAYLOAD), configuration.integer(Setting.MESSAGE_RATE));
    }

    /** The OPEN packet. Upgrades are offered to polling sessions only. */
    String open(String sid, boolean polling) {
        return "0{\"sid\":\"" + sid + "\",\"upgrades\":[" + (polling ? "\"websocket\"" : "") + "],\"pingInterval\":" + pingInterval
                + ",\"pingTimeout\":" + pingTimeout + ",\"maxPayload\":" + maxPayload + "}";
    }
}
