package org.carillon.administration;

import static org.carillon.administration.Api.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a handler finds around it is what any bean of the deployment finds. */
@ExtendWith(Api.class)
class SurroundingsIT {

    @Test
    void aHandlerMayUseWhatTheContainerGivesToBeans(Api api) {
        api.post("/api/tasks", "{'id': 'around', 'handler': 'surroundings'}");
        for (int n = 1; n <= 2; n++) {
            var run = api.post("/api/tasks/around/runs", null).json().getString("run");
            await("it has run", () -> api.get("/api/runs/" + run).json().containsKey("endedAt"));
            var ended = api.get("/api/runs/" + run);
            assertEquals("SUCCEEDED", ended.json().getString("state"), ended.http().body());
            var found = ended.json().getJsonObject("result");
            assertTrue(found.getString("thread").contains("carillon-threads"), "a thread of the container's: " + found);
            assertEquals("ROOT reached", found.getString("module") + " " + found.getString("executor"), "names of the deployment are found");
            assertTrue(found.getBoolean("classes"), "and its classes");
            assertEquals("1 0", found.getString("rows"), "its own transaction holds what the pool's connections do, and undoes it");
            assertTrue(found.getBoolean("transactional") && found.getBoolean("after"), "@Transactional of its beans works and leaves nothing behind: " + found);
            assertEquals(2, found.getInt("activated"), "a request that a bean begins is a new one at each run");
            assertEquals("none", found.getString("request"), "there is none by itself: nobody's request runs a fire");
        }
        api.call("DELETE", "/api/tasks/around", null, Api.with("If-Match", "*"));
    }
}
