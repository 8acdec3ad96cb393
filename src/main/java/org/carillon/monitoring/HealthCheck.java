package org.carillon.monitoring;

import java.util.Map;

/**
 * What a room says of its own health; each bean of this type is asked at every request. Implementations must be safe for
 * use by several threads, answer from memory, and never wait: a probe that hangs ends the server.
 */
public interface HealthCheck {

    /** Key in the JSON document; one word, unique. */
    String name();

    Health health();

    /**
     * @param up    whether the node should be given traffic
     * @param facts numbers, booleans and texts for whoever reads the document; in the map's order
     */
    record Health(boolean up, Map<String, Object> facts) {
    }
}
