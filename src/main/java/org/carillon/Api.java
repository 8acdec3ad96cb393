package org.carillon;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Map;

/** The REST calls are below {@code /api}, in {@code administration}. */
@ApplicationPath("api")
public class Api extends Application {

    /** Payara's own description of the calls is not ours, and knows nothing of who may; WildFly has none. */
    @Override
    public Map<String, Object> getProperties() {
        return Map.of("jersey.config.server.wadl.disableWadl", true);
    }
}
