package org.carillon.administration;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import org.carillon.audit.Audit;
import org.carillon.audit.FireAudit;
import org.carillon.audit.Recorded;
import org.carillon.json.Json;

/** {@code /api/audit}: whether each fire that there should have been is recorded once; and who changed what, the newest first. */
@Path("audit")
@RequestScoped
public class AuditResource {

    private Audit audit;
    private FireAudit fires;

    @Inject
    void use(Audit audit, FireAudit fires) {
        this.audit = audit;
        this.fires = fires;
    }

    @GET
    public Response fires() {
        var found = fires.look();
        return Answers.ok(Json.createObjectBuilder().add("tasks", found.tasks()).add("fires", found.fires()).add("holes", found.holes()).add("doubles", found.doubles()).build());
    }

    @GET
    @Path("changes")
    public Response list(@QueryParam("object") String object, @QueryParam("after") String after, @QueryParam("limit") String limit) {
        int size = Query.limit(limit, Audit.MAX_PAGE);
        long before = after == null ? Long.MAX_VALUE : Query.parsed("after", "what a page said as 'next'", () -> Long.parseLong(after));
        return Answers.page("changes", audit.page(Query.id("object", object), before, size), size, AuditResource::json, row -> String.valueOf(row.id()));
    }

    private static JsonObject json(Recorded row) {
        var object = Json.createObjectBuilder().add("id", row.id()).add("time", row.at().toString()).add("who", row.actor().name()).add("address", row.actor().address())
                .add("action", row.action()).add("object", row.object());
        Answers.add(object, "from", row.from());
        return Answers.add(object, "to", row.to()).build();
    }
}
