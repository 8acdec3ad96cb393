package org.carillon.administration;

import jakarta.json.JsonException;
import jakarta.json.JsonValue;
import jakarta.json.stream.JsonParser.Event;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParsingException;
import java.io.StringReader;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NoSuchElementException;
import org.carillon.access.BoundedJson;
import org.carillon.json.Json;

/** Reads one JSON document of a file and keeps the lines of its fields. */
final class JsonText {

    private final Map<String, Integer> lines = new HashMap<>();
    private final JsonParser parser;

    private JsonText(JsonParser parser) {
        this.parser = parser;
    }

    /** @throws InvalidFile that names the line */
    static Located read(String text) {
        try (var parser = Json.createParser(new StringReader(text))) {
            BoundedJson.check(text);
            var reader = new JsonText(parser);
            var value = reader.value(parser.next(), "");
            if (parser.hasNext()) {
                throw new InvalidFile(reader.line(), "there is something behind the list", null);
            }
            return new Located(value, reader.lines);
        } catch (JsonParsingException wrong) {
            throw new InvalidFile(wrong.getLocation() == null ? 0 : (int) wrong.getLocation().getLineNumber(), "this is no JSON", wrong);
        } catch (NoSuchElementException | IllegalStateException wrong) {
            throw new InvalidFile(0, "this is no JSON", wrong);
        } catch (JsonException wrong) {
            throw new InvalidFile(0, "this is " + wrong.getMessage(), wrong);
        }
    }

    private JsonValue value(Event event, String path) {
        return switch (event) {
            case START_OBJECT -> object(path);
            case START_ARRAY -> list(path);
            default -> parser.getValue();
        };
    }

    private JsonValue object(String path) {
        var names = new HashSet<String>();
        var object = Json.createObjectBuilder();
        for (var event = parser.next(); event != Event.END_OBJECT; event = parser.next()) {
            var name = parser.getString();
            var field = Located.member(path, name);
            lines.put(field, line());
            if (!names.add(name)) {
                throw new InvalidFile(line(), "the field '" + name + "' is there twice", null);
            }
            object.add(name, value(parser.next(), field));
        }
        return object.build();
    }

    private JsonValue list(String path) {
        var list = Json.createArrayBuilder();
        int index = 0;
        for (var event = parser.next(); event != Event.END_ARRAY; event = parser.next()) {
            var element = path + "[" + index++ + "]";
            lines.put(element, line());
            list.add(value(event, element));
        }
        return list.build();
    }

    private int line() {
        return (int) parser.getLocation().getLineNumber();
    }
}
