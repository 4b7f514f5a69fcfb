package dev.websocketexporter.config;

import dev.websocketexporter.probe.module.Value;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A block of YAML in the making. */
final class YamlSection {
    private final Map<String, Object> values = new LinkedHashMap<>();

    Map<String, Object> values() {
        return Collections.unmodifiableMap(values);
    }

    /** A value that is absent is left out. */
    <T> void put(Key.Value<T> key, @Nullable T value) {
        if (value != null) {
            values.put(key.name(), key.type().toYaml(value));
        }
    }

    /** A list that is empty is left out. */
    <E> void putSome(Key.Value<List<E>> key, List<E> value) {
        put(key, value.isEmpty() ? null : value);
    }

    /** A value that stands in the configuration by one key, and in a file by the other. */
    void put(Key.Value<Value> inline, Key.Value<Value> file, @Nullable Value value) {
        put(value instanceof Value.InFile ? file : inline, value);
    }

    void put(Key.Block block, YamlSection section) {
        values.put(block.name(), section.values());
    }

    void put(String name, YamlSection section) {
        values.put(name, section.values());
    }
}
