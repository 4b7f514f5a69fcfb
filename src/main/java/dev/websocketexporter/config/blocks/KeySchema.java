package dev.websocketexporter.config.blocks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Blocks of keys as JSON Schema, by which editors complete and check a configuration. */
public final class KeySchema {
    private KeySchema() {}

    /** A mapping with the block's keys and no others; without required keys, the value may be left out. */
    public static Map<String, Object> block(Key.Block block, Key... required) {
        Map<String, Object> properties = new LinkedHashMap<>();
        block.members().stream()
                .filter(key -> key.status() != Key.Status.REFUSED)
                .forEach(key -> properties.put(key.name(), key(key)));
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("description", block.help());
        schema.put("type", required.length == 0 ? List.of("object", "null") : "object");
        schema.put("properties", properties);
        schema.put("additionalProperties", false);
        if (required.length > 0) {
            schema.put("required", Stream.of(required).map(Key::name).toList());
        }
        return schema;
    }

    private static Map<String, Object> key(Key key) {
        if (key instanceof Key.Block block) {
            return block(block);
        }
        Map<String, Object> schema = new LinkedHashMap<>();
        if (key instanceof Key.NamedBlocks named) {
            schema.put("description", named.help());
            schema.put("type", "object");
            schema.put("minProperties", 1);
            schema.put("additionalProperties", block(named.each()));
        } else if (key instanceof Key.Value<?> value) {
            putValue(value, schema);
        } else {
            schema.put("description", "Ignored, with a warning. " + key.help());
        }
        return schema;
    }

    private static <T> void putValue(Key.Value<T> value, Map<String, Object> schema) {
        schema.put("description", value.help());
        schema.putAll(inOrder(value.type().schema()));
        if (value.defaultValue() != null) {
            schema.put("default", value.type().toYaml(value.defaultValue()));
        }
    }

    /** Maps made by {@link Map#of} have another order in each process. */
    private static Map<String, Object> inOrder(Map<?, ?> schema) {
        Map<String, Object> ordered = new TreeMap<>();
        schema.forEach((name, value) -> ordered.put(String.valueOf(name), ordered(value)));
        return ordered;
    }

    private static Object ordered(Object value) {
        if (value instanceof List<?> list) {
            return list.stream().map(KeySchema::ordered).toList();
        }
        return value instanceof Map<?, ?> map ? inOrder(map) : value;
    }
}
