package org.carillon.administration;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.carillon.audit.Audit;
import org.carillon.audit.Audit.Change;
import org.carillon.json.Json;
import org.carillon.nodes.Node;
import org.carillon.nodes.Nodes;
import org.carillon.nodes.Presence;
import org.carillon.nodes.Presence.Listeners;

/**
 * {@code /api/nodes}: who is alive, as the database knows it, and who is to go; {@code /api/channels}: how many hear which channel. The
 * same on every node but for {@code self}.
 */
@Path("")
@RequestScoped
public class NodesResource {

    private Nodes nodes;
    private Presence presence;
    private Audit audit;
    private Call call;

    @Inject
    void use(Nodes nodes, Presence presence, Audit audit, Call call) {
        this.nodes = nodes;
        this.presence = presence;
        this.audit = audit;
        this.call = call;
    }

    @GET
    @Path("nodes")
    public Response all() {
        var list = Json.createArrayBuilder();
        nodes.all().forEach(node -> list.add(json(node)));
        return Answers.ok(Json.createObjectBuilder().add("nodes", list).build());
    }

    @GET
    @Path("channels")
    public Response channels(@QueryParam("after") String after, @QueryParam("limit") String limit) {
        int size = Query.limit(limit, Presence.MAX_CHANNELS);
        return Answers.page("channels", presence.page(after == null ? "" : after, size), size, NodesResource::json, Listeners::channel);
    }

    private static JsonObject json(Listeners listeners) {
        return Json.createObjectBuilder().add("channel", listeners.channel()).add("subscriptions", listeners.subscriptions()).add("nodes", listeners.nodes()).build();
    }

    /** Asks a node to go; the answer does not wait until it has. */
    @POST
    @Path("nodes/{node}/drain")
    public Response drain(@PathParam("node") String node) {
        var id = Query.parsed("node", "the id of a node, as GET /api/nodes says it", () -> UUID.fromString(node));
        var before = living(id);
        if (before.draining()) {
            return Answers.json(202, json(before)).build();
        }
        var after = audit.record(call.actor(), "node.drain", id.toString(), () -> {
            nodes.drain(id);
            var asked = living(id);
            return Change.of(asked, json(before), json(asked));
        });
        return Answers.json(202, json(after)).build();
    }

    private Node living(UUID id) {
        var node = nodes.find(id).orElseThrow(() -> new Refused(404, "There is no node " + id + "; GET /api/nodes lists all."));
        if (!node.alive()) {
            throw new Refused(409, "Node " + id + " is gone already.");
        }
        return node;
    }

    private JsonObject json(Node node) {
        return Json.createObjectBuilder()
                .add("id", node.id().toString())
                .add("name", node.name())
                .add("self", nodes.isSelf(node))
                .add("version", node.version())
                .add("state", !node.alive() ? "GONE" : node.draining() ? "DRAINING" : "ALIVE")
                .add("startedAt", node.startedAt().toString())
                .add("leaseUntil", node.leaseUntil().toString())
                .add("clockOffsetMillis", node.clockOffsetMillis())
                .add("sessions", node.sessions())
                .add("runs", node.runs())
                .add("workers", node.workers()).build();
    }
}
