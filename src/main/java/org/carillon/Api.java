package org.carillon;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** The REST calls are below {@code /api}, each in the room whose noun it shows. */
@ApplicationPath("api")
public class Api extends Application {
}
