package dev.websocketexporter.config.blocks;

import dev.websocketexporter.probe.module.Value;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A block of YAML that is being written: the reverse of {@link BlockReader}. */
public final class YamlSection {
    private final Map<String, Object> values = new LinkedHashMap<>();

    public YamlSection() {}

    /** What was put, as YAML's maps, lists, strings and numbers. */
    public Map<String, Object> values() {
        return Collections.unmodifiableMap(values);
    }

    /** A value that is absent is left out. */
    public <T> void put(Key.Value<T> key, @Nullable T value) {
        if (value != null) {
            values.put(key.name(), key.type().toYaml(value));
        }
    }

    /** A list that is empty is left out. */
    public <E> void putSome(Key.Value<List<E>> key, List<E> value) {
        put(key, value.isEmpty() ? null : value);
    }

    /** A value under the one of two keys that fits: in the configuration itself, or in a file. */
    void put(Key.Value<Value> inline, Key.Value<Value> file, @Nullable Value value) {
        put(value instanceof Value.InFile ? file : inline, value);
    }

    public void put(Key.Block block, YamlSection section) {
        values.put(block.name(), section.values());
    }

    public void put(String name, YamlSection section) {
        values.put(name, section.values());
    }
}
