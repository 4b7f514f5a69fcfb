package dev.websocketexporter.config.types;

import dev.websocketexporter.config.yaml.ReadContext;
import dev.websocketexporter.config.yaml.YamlValue;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a key may have as its value. Knows no keys. */
public interface ValueType<T> {
    /** Type and range for humans, as it follows {@code expected:} in a message: "a list of …". */
    String expected();

    /** The value; null if it is a mistake, which the context then has. */
    @Nullable
    T read(YamlValue value, ReadContext context);

    /**
     * Whether the key is as if it were not there. As in Go, which blackbox_exporter is written in, nothing is the same as
     * no key; a type may take more for that, such as an empty text.
     */
    default boolean isAbsent(YamlValue value) {
        return value.isNone();
    }

    /** The value as a JSON Schema has it, for editors; it may allow more than {@link #read}. */
    Map<String, Object> schema();

    /** The value as YAML's strings, numbers, lists and maps; read again, it is equal except for secrets. */
    Object toYaml(T value);
}
