package org.carillon.nodes;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.sql.SQLException;
import org.carillon.configuration.Database;
import org.carillon.json.Json;

/** {@code GET /api/nodes}: who is alive, as the database knows it; the same on every node but for {@code self}. */
@Path("nodes")
@RequestScoped
public class NodesResource {

    /** Seconds after which a caller that met an outage may ask again. */
    private static final int RETRY_AFTER = 5;

    private Database database;
    private Lease lease;

    @Inject
    void use(Database database, Lease lease) {
        this.database = database;
        this.lease = lease;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Response all() {
        var list = Json.createArrayBuilder();
        try (var connection = database.open()) {
            NodeTable.all(connection).forEach(node -> list.add(json(node)));
        } catch (SQLException away) {
            var problem = Json.createObjectBuilder().add("title", "Service unavailable").add("status", 503).add("detail", "The database cannot be reached. Try again in " + RETRY_AFTER + " s.").build();
            return Response.status(Response.Status.SERVICE_UNAVAILABLE).header("Retry-After", RETRY_AFTER).type("application/problem+json").entity(problem.toString()).build();
        }
        return Response.ok(Json.createObjectBuilder().add("nodes", list).build().toString()).header("Cache-Control", "no-store").build();
    }

    private JsonObjectBuilder json(Node node) {
        return Json.createObjectBuilder()
                .add("id", node.id().toString())
                .add("name", node.name())
                .add("self", node.id().equals(lease.node()))
                .add("version", node.version())
                .add("state", node.alive() ? "ALIVE" : "GONE")
                .add("startedAt", node.startedAt().toString())
                .add("leaseUntil", node.leaseUntil().toString())
                .add("clockOffsetMillis", node.clockOffsetMillis())
                .add("sessions", node.sessions())
                .add("runs", node.runs())
                .add("workers", node.workers());
    }
}
