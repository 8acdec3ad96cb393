package org.carillon.administration;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.UncheckedIOException;

/** {@code GET /api/openapi.json}: these calls as an OpenAPI 3.1 document, which a test holds true. */
@Path("openapi.json")
public class OpenApiResource {

    @GET
    public Response document() {
        try (var file = OpenApiResource.class.getResourceAsStream("openapi.json")) {
            return Response.ok(file.readAllBytes(), MediaType.APPLICATION_JSON).build();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
