package org.carillon.bench;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/** What can be measured: Carillon on either server, by its own way out and by the standard one, and what it is compared with. */
enum Peer {

    PAYARA("payara", "Carillon on Payara Micro"),
    PAYARA_STANDARD("payara-standard", "the same, standard send"),
    WILDFLY("wildfly", "Carillon on WildFly"),
    WILDFLY_STANDARD("wildfly-standard", "the same, standard send"),
    NIO("nio", "plain NIO broadcaster"),
    NETTY("netty", "netty-socketio 2.0.14");

    private final String key;
    private final String title;

    Peer(String key, String title) {
        this.key = key;
        this.title = title;
    }

    static Peer of(String key) {
        return Stream.of(values()).filter(peer -> peer.key.equals(key)).findFirst().orElseThrow(() -> new IllegalArgumentException(
                "peers=" + key + ": allowed are " + Stream.of(values()).map(Peer::key).toList() + ", separated by commas"));
    }

    /** The name on the command line, and of its folder. */
    String key() {
        return key;
    }

    String title() {
        return title;
    }

    /** Starts it and waits until it can be connected to. */
    Server start() throws IOException, InterruptedException {
        return switch (this) {
            case PAYARA, PAYARA_STANDARD, WILDFLY, WILDFLY_STANDARD -> CarillonServer.start(this, List.of());
            case NIO -> PeerServer.start(this, NioPeer.class);
            case NETTY -> PeerServer.start(this, NettyPeer.class);
        };
    }

    boolean isStandard() {
        return this == PAYARA_STANDARD || this == WILDFLY_STANDARD;
    }

    boolean isCarillon() {
        return this != NIO && this != NETTY;
    }

    boolean isPayara() {
        return this == PAYARA || this == PAYARA_STANDARD;
    }
}
