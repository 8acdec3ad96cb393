package org.carillon.administration;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.carillon.configuration.Database;
import org.carillon.json.Json;
import org.carillon.runs.RunTable;
import org.carillon.tasks.Definitions;
import org.carillon.triggers.Triggers;

/**
 * What a definition can be made of: {@code GET /api/handlers}, and {@code POST /api/triggers/preview}, when a trigger would fire, before
 * anybody depends on it. Changes nothing.
 */
@Path("")
@RequestScoped
public class PartsResource {

    /** Fires that are shown when nobody says how many, and at most: more than a person reads. */
    private static final int FIRES = 10;
    private static final int MAX_FIRES = 200;

    private Database database;
    private Definitions definitions;
    private Call call;

    @Inject
    void use(Database database, Definitions definitions, Call call) {
        this.database = database;
        this.definitions = definitions;
        this.call = call;
    }

    @GET
    @Path("handlers")
    public Response handlers() {
        var list = Json.createArrayBuilder();
        definitions.handlers().forEach(handler -> list.add(json(handler)));
        return Answers.ok(Json.createObjectBuilder().add("handlers", list).build());
    }

    private static JsonObject json(Definitions.Known handler) {
        var object = Json.createObjectBuilder().add("name", handler.name()).add("annotated", handler.isAnnotated()).add("tasks", handler.tasks());
        return Answers.add(object, "parameters", handler.parameters()).build();
    }

    @POST
    @Path("triggers/preview")
    public Response preview(@QueryParam("count") String count, @QueryParam("after") String after) {
        int fires = Query.number("count", count, FIRES, 1, MAX_FIRES);
        var from = Query.instant("after", after);
        var trigger = Triggers.of(call.object());
        var begin = from == null ? database.jdbi().withHandle(RunTable::now) : from;
        var zone = ZoneId.of(trigger.json().getString("zone", "UTC"));
        return Answers.ok(Json.createObjectBuilder().add("text", trigger.describe()).add("zone", zone.getId()).add("trigger", trigger.json())
                .add("fires", fires(trigger.preview(begin, fires), zone)).build());
    }

    /** With the zone's own time, and a mark where its offset is another than at the fire before. */
    static JsonArrayBuilder fires(List<Instant> fires, ZoneId zone) {
        var list = Json.createArrayBuilder();
        ZoneOffset before = null;
        for (Instant fire : fires) {
            var offset = zone.getRules().getOffset(fire);
            list.add(fire(fire, zone, before != null && !before.equals(offset)));
            before = offset;
        }
        return list;
    }

    private static JsonObject fire(Instant fire, ZoneId zone, boolean changed) {
        return Json.createObjectBuilder().add("at", fire.toString()).add("local", fire.atZone(zone).toOffsetDateTime().toString()).add("offsetChanged", changed).build();
    }
}
