package org.carillon.administration;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import org.carillon.json.Json;
import org.carillon.tasks.Definitions;

/** {@code GET /api/handlers}: what tasks can be made of, and which parameters each takes. */
@Path("handlers")
@RequestScoped
public class HandlersResource {

    private Definitions definitions;

    @Inject
    void use(Definitions definitions) {
        this.definitions = definitions;
    }

    @GET
    public Response list() {
        var list = Json.createArrayBuilder();
        definitions.handlers().forEach(handler -> list.add(json(handler)));
        return Answers.ok(Json.createObjectBuilder().add("handlers", list).build());
    }

    private static JsonObject json(Definitions.Known handler) {
        var object = Json.createObjectBuilder().add("name", handler.name()).add("annotated", handler.isAnnotated()).add("tasks", handler.tasks());
        return Answers.add(object, "parameters", handler.parameters()).build();
    }
}
