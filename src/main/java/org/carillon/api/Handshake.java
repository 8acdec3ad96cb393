package org.carillon.api;

import jakarta.json.JsonObject;
import java.security.Principal;
import java.util.Map;

/**
 * What is known of a client from the request that opened its session and from its CONNECT packet. Immutable.
 *
 * @param query         parameters of the request; of a name that came twice, the first value
 * @param headers       of the request, names in lower case; of a name that came twice, the first value
 * @param remoteAddress of the peer, as the container sees it
 * @param principal     who it is, if anybody vouched for it before the request reached Carillon; else null
 * @param auth          what the client sent with CONNECT; empty if nothing
 */
public record Handshake(Map<String, String> query, Map<String, String> headers, String remoteAddress, Principal principal, JsonObject auth) {
}
