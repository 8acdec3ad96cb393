package org.carillon.runs;

import jakarta.inject.Singleton;
import jakarta.json.JsonObject;

/** The lines go nowhere: what a deployment does that shows nothing live. */
@Singleton
class NobodyListens implements LiveLines {

    @Override
    public void send(String channel, String event, JsonObject data) {
        // What is kept is kept with the run; this is the live part alone.
    }
}
