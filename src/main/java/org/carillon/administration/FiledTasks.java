package org.carillon.administration;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.carillon.binding.InvalidField;
import org.carillon.tasks.Definitions;
import org.carillon.tasks.TaskDefinition;
import org.carillon.tasks.TaskDefinition.Source;

/**
 * What a file of definitions says, checked whole: a list of tasks, each an object with {@code id} and the fields that a POST has.
 * Immutable.
 */
final class FiledTasks {

    /** Bytes of a file: a thousand large definitions. */
    static final int MAX_BYTES = 1_048_576;

    static final int MAX_TASKS = 1_000;

    static final FiledTasks NONE = new FiledTasks(Map.of(), Map.of());

    private final Map<String, JsonObject> documents;
    private final Map<String, TaskDefinition> checked;

    private FiledTasks(Map<String, JsonObject> documents, Map<String, TaskDefinition> checked) {
        this.documents = documents;
        this.checked = checked;
    }

    Map<String, JsonObject> documents() {
        return documents;
    }

    /** With the defaults filled in. */
    TaskDefinition checked(String id) {
        return checked.get(id);
    }

    /**
     * @param name of the file, which says how it is written
     * @throws InvalidFile that names line and field
     */
    static FiledTasks read(String name, byte[] bytes, Definitions definitions) {
        if (bytes.length > MAX_BYTES) {
            throw new InvalidFile(0, "it has more than " + MAX_BYTES + " bytes", null);
        }
        var text = decode(bytes);
        var located = name.endsWith(".json") ? JsonText.read(text) : YamlText.read(text);
        if (!(located.value() instanceof JsonArray list) || list.size() > MAX_TASKS) {
            throw new InvalidFile(located.value() == JsonValue.NULL ? 0 : 1, "it must be a list of at most " + MAX_TASKS + " tasks; [] is none", null);
        }
        var documents = new LinkedHashMap<String, JsonObject>();
        var checked = new LinkedHashMap<String, TaskDefinition>();
        for (int i = 0; i < list.size(); i++) {
            var path = "[" + i + "]";
            var id = id(located, list.get(i), path);
            if (documents.put(id, TaskJson.definition(list.get(i).asJsonObject())) != null) {
                throw new InvalidFile(located.line(path + ".id"), "task '" + id + "' is there twice", null);
            }
            checked.put(id, check(definitions, located, id, path, documents.get(id)));
        }
        return new FiledTasks(documents, checked);
    }

    private static String id(Located located, JsonValue entry, String path) {
        if (!(entry instanceof JsonObject object)) {
            throw new InvalidFile(located.line(path), "a task must be an object", null);
        }
        if (!(object.get("id") instanceof JsonString id)) {
            throw new InvalidFile(located.line(path + ".id"), "a task must have an id, a text of 1 to 64 of a-z, 0-9 and -", null);
        }
        return id.getString();
    }

    private static TaskDefinition check(Definitions definitions, Located located, String id, String path, JsonObject document) {
        try {
            return definitions.check(id, document, Source.FILE);
        } catch (InvalidField wrong) {
            var shown = id.length() <= 64 ? id : id.substring(0, 64) + "…";
            throw new InvalidFile(located.line(wrong.field().isEmpty() ? path : Located.member(path, wrong.field())), "task '" + shown + "': " + wrong.getMessage(), wrong);
        }
    }

    private static String decode(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException malformed) {
            throw new InvalidFile(0, "it is not UTF-8", malformed);
        }
    }
}
