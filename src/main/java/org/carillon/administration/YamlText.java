package org.carillon.administration;

import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.carillon.access.BoundedJson;
import org.carillon.json.Json;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * Makes JSON of one YAML 1.2 document. Only the library's tree is used, never its objects: no tag makes a class. Aliases may stand for
 * what was said before, within bounds on their number and on the size of the whole, and never for what they are in.
 */
final class YamlText {

    /** Aliases of lists and objects. */
    private static final int MAX_ALIASES = 50;

    /** Values with all aliases written out: a thousand tasks with a hundred fields each. */
    static final int MAX_VALUES = 100_000;

    private static final LoadSettings SETTINGS = LoadSettings.builder().setMaxAliasesForCollections(MAX_ALIASES).setLabel("tasks").build();

    private final Map<String, Integer> lines = new HashMap<>();
    private int values;

    private YamlText() {
    }

    /** @throws InvalidFile that names the line */
    static Located read(String text) {
        try {
            requireShallow(text);
            var root = new Compose(SETTINGS).composeString(text);
            var reader = new YamlText();
            return new Located(root.isPresent() ? reader.value(root.get(), "", 0) : JsonValue.NULL, reader.lines);
        } catch (MarkedYamlEngineException wrong) {
            throw new InvalidFile(line(wrong.getProblemMark().or(wrong::getContextMark)), "this is no YAML: " + wrong.getProblem(), wrong);
        } catch (YamlEngineException wrong) {
            throw new InvalidFile(0, "this is no YAML: " + wrong.getMessage(), wrong);
        }
    }

    /** By the library's events, because it builds its tree by recursion. */
    private static void requireShallow(String text) {
        int depth = 0;
        for (Event event : new Parse(SETTINGS).parseString(text)) {
            depth += event instanceof CollectionStartEvent ? 1 : event instanceof CollectionEndEvent ? -1 : 0;
            if (depth > Located.MAX_DEPTH) {
                throw new InvalidFile(line(event.getStartMark()), "this is nested deeper than " + Located.MAX_DEPTH + " levels", null);
            }
        }
    }

    private JsonValue value(Node node, String path, int depth) {
        if (++values > MAX_VALUES) {
            throw new InvalidFile(line(node), "there are more than " + MAX_VALUES + " values, with all aliases written out", null);
        }
        if (depth > Located.MAX_DEPTH) {
            throw new InvalidFile(line(node), "an alias stands for what it is in", null);
        }
        if (node instanceof MappingNode mapping) {
            return object(mapping, path, depth);
        }
        return node instanceof SequenceNode sequence ? list(sequence, path, depth) : scalar((ScalarNode) node, path);
    }

    private JsonValue object(MappingNode mapping, String path, int depth) {
        requireTag(mapping, Tag.MAP, path);
        var object = new HashMap<String, JsonValue>();
        var json = Json.createObjectBuilder();
        for (NodeTuple entry : mapping.getValue()) {
            if (!(entry.getKeyNode() instanceof ScalarNode key)) {
                throw new InvalidFile(line(entry.getKeyNode()), "the name of a field must be a text", null);
            }
            var field = Located.member(path, key.getValue());
            lines.putIfAbsent(field, line(key));
            var value = value(entry.getValueNode(), field, depth + 1);
            if (object.put(key.getValue(), value) != null) {
                throw new InvalidFile(line(key), "the field '" + key.getValue() + "' is there twice", null);
            }
            json.add(key.getValue(), value);
        }
        return json.build();
    }

    private JsonValue list(SequenceNode sequence, String path, int depth) {
        requireTag(sequence, Tag.SEQ, path);
        var list = Json.createArrayBuilder();
        int index = 0;
        for (Node entry : sequence.getValue()) {
            var element = path + "[" + index++ + "]";
            lines.putIfAbsent(element, line(entry));
            list.add(value(entry, element, depth + 1));
        }
        return list.build();
    }

    private static JsonValue scalar(ScalarNode scalar, String path) {
        var text = scalar.getValue();
        var tag = scalar.getTag();
        try {
            if (tag.equals(Tag.STR)) {
                return Json.createValue(text);
            } else if (tag.equals(Tag.NULL)) {
                return JsonValue.NULL;
            } else if (tag.equals(Tag.BOOL)) {
                return Boolean.parseBoolean(text) ? JsonValue.TRUE : JsonValue.FALSE;
            } else if (tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)) {
                return Json.createValue(number(text));
            }
        } catch (NumberFormatException notDecimal) {
            throw new InvalidFile(line(scalar), "the field '" + path + "' is no decimal number; put quotes around a text", notDecimal);
        }
        throw new InvalidFile(line(scalar), "the field '" + path + "' has a tag, and tags mean nothing here", null);
    }

    private static BigDecimal number(String text) {
        if (text.length() > BoundedJson.MAX_NUMBER) {
            throw new NumberFormatException(text);
        }
        return new BigDecimal(text);
    }

    private static void requireTag(Node node, Tag tag, String path) {
        if (!node.getTag().equals(tag)) {
            throw new InvalidFile(line(node), "the field '" + path + "' has a tag, and tags mean nothing here", null);
        }
    }

    private static int line(Node node) {
        return line(node.getStartMark());
    }

    private static int line(Optional<Mark> mark) {
        return mark.map(place -> place.getLine() + 1).orElse(0);
    }
}
