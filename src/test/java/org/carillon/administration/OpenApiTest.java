package org.carillon.administration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonStructure;
import jakarta.json.JsonValue;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.carillon.binding.Binder;
import org.carillon.binding.Schema;
import org.carillon.runs.RunKind;
import org.carillon.runs.RunState;
import org.carillon.tasks.Definition;
import org.carillon.tasks.Schedules.Health;
import org.carillon.tasks.TaskDefinition.Source;
import org.junit.jupiter.api.Test;

/** The document says what the resources are, and nothing else. */
class OpenApiTest {

    private final OpenApi document = OpenApi.read();

    @Test
    void everyResourceMethodIsThereWithItsParametersAndNoOther() {
        var code = new TreeMap<String, Set<String>>();
        new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("org.carillon").stream()
                .filter(type -> type.isAnnotatedWith(Path.class)).map(JavaClass::reflect).forEach(type -> Arrays.stream(type.getDeclaredMethods())
                        .forEach(method -> verb(method).ifPresent(verb -> code.put(verb + " " + path(type, method), parameters(method)))));
        var said = new TreeMap<String, Set<String>>();
        document.operations().forEach((name, operation) -> said.put(name, document.parameters(operation)));
        assertTrue(code.size() > 10, "resources are found");
        assertEquals(code, said);
    }

    @Test
    void everyOperationSaysHowItRefuses() {
        document.operations().forEach((name, operation) -> {
            var parameters = document.parameters(operation);
            var wanted = new TreeSet<>(List.of("401", "403", "429", "503"));
            if (parameters.stream().anyMatch(parameter -> parameter.startsWith("path "))) {
                wanted.add("404");
            }
            if (parameters.stream().anyMatch(parameter -> parameter.matches("query (limit|after|state|from|to|count)")) || operation.containsKey("requestBody")) {
                wanted.add("400");
            }
            if (operation.containsKey("requestBody")) {
                wanted.addAll(List.of("413", "415"));
            }
            if (parameters.contains("header If-Match")) {
                wanted.addAll(List.of("412", "428"));
            }
            assertTrue(document.statuses(operation).containsAll(wanted), name + " says " + document.statuses(operation) + " and not all of " + wanted);
        });
    }

    @Test
    void whatChangesNeedsTheTokenAndWhatReadsIsMarked() {
        document.operations().forEach((name, operation) ->
                assertEquals(!name.startsWith("GET ") && !name.equals("POST /api/triggers/preview"), document.needsToken(operation), name));
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        var found = references(document.document()).toList();
        assertTrue(found.size() > 50, "there are references");
        for (String reference : found) {
            assertTrue(document.document().getValue(reference.substring(1)) instanceof JsonObject, reference);
        }
    }

    @Test
    void aDefinitionIsWhatTheBinderTakes() {
        Schemas.requireSame(document, Schema.of(Definition.class), schema("Definition"), Set.of("id"), "Definition");
        var shown = new TreeSet<>(schema("Definition").getJsonObject("properties").keySet());
        shown.add("status");
        assertEquals(shown, new TreeSet<>(schema("Task").getJsonObject("properties").keySet()), "and what is shown is what can be sent");
    }

    @Test
    void theDefaultsAreThoseOfTheCode() {
        requireDefaults(Binder.toJson(Binder.bind(Definition.class, Api.parse("{\"handler\":\"x\",\"retry\":{}}").asJsonObject())), schema("Definition"));
    }

    private void requireDefaults(JsonObject bound, JsonObject said) {
        said.getJsonObject("properties").forEach((name, property) -> {
            var schema = document.resolved(property.asJsonObject());
            if (schema.containsKey("default")) {
                assertEquals(0, compare(bound.get(name), schema.get("default")), name + " is " + bound.get(name));
            }
            if (schema.containsKey("properties") && bound.get(name) instanceof JsonObject nested) {
                requireDefaults(nested, schema);
            }
        });
    }

    private static int compare(JsonValue one, JsonValue other) {
        return one instanceof JsonNumber number ? number.bigDecimalValue().compareTo(((JsonNumber) other).bigDecimalValue()) : one.equals(other) ? 0 : 1;
    }

    @Test
    void theConstantsAreThoseOfTheCode() {
        var states = names(RunState.values());
        assertEquals(states, Schemas.strings(schema("Run").getJsonObject("properties").getJsonObject("state"), "enum"));
        assertEquals(states, Schemas.strings(document.document().getValue("/components/parameters/State/schema/items").asJsonObject(), "enum"));
        assertEquals(names(RunKind.values()), Schemas.strings(schema("Run").getJsonObject("properties").getJsonObject("kind"), "enum"));
        assertEquals(names(Health.values()), Schemas.strings(schema("Health").getJsonObject("properties").getJsonObject("health"), "enum"));
        assertEquals(names(Source.values()), Schemas.strings(schema("Status").getJsonObject("properties").getJsonObject("source"), "enum"));
    }

    private JsonObject schema(String name) {
        return document.document().getValue("/components/schemas/" + name).asJsonObject();
    }

    private static Set<String> names(Enum<?>... constants) {
        return Stream.of(constants).map(Enum::name).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<String> references(JsonValue value) {
        if (!(value instanceof JsonStructure)) {
            return Stream.of();
        }
        Collection<JsonValue> within = value instanceof JsonObject object ? object.values() : value.asJsonArray();
        var own = value instanceof JsonObject object && object.get("$ref") instanceof JsonString reference ? Stream.of(reference.getString()) : Stream.<String>of();
        return Stream.concat(own, within.stream().flatMap(OpenApiTest::references));
    }

    private static Optional<String> verb(Method method) {
        return Arrays.stream(method.getAnnotations()).map(annotation -> annotation.annotationType().getAnnotation(HttpMethod.class)).filter(verb -> verb != null).map(HttpMethod::value).findFirst();
    }

    private static String path(Class<?> type, Method method) {
        var below = method.isAnnotationPresent(Path.class) ? method.getAnnotation(Path.class).value() : "";
        return Stream.of("/api", type.getAnnotation(Path.class).value(), below).filter(part -> !part.isEmpty()).reduce((one, two) -> one + "/" + two).orElseThrow();
    }

    private static Set<String> parameters(Method method) {
        var all = new TreeSet<String>();
        for (Parameter parameter : method.getParameters()) {
            name(parameter).ifPresent(all::add);
            if (parameter.isAnnotationPresent(BeanParam.class)) {
                Arrays.stream(parameter.getType().getDeclaredFields()).flatMap(field -> name(field).stream()).forEach(all::add);
            }
        }
        return all;
    }

    private static Optional<String> name(AnnotatedElement element) {
        return Stream.of(Optional.ofNullable(element.getAnnotation(PathParam.class)).map(at -> "path " + at.value()),
                Optional.ofNullable(element.getAnnotation(QueryParam.class)).map(at -> "query " + at.value()),
                Optional.ofNullable(element.getAnnotation(HeaderParam.class)).map(at -> "header " + at.value())).flatMap(Optional::stream).findFirst();
    }
}
