package dev.websocketexporter.config;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What may stand behind a key. */
interface ValueType<T> {
    /** Type and range for humans, as it follows {@code expected:} in a message: "a list of …". */
    String expected();

    /** The value; null when it is none, which was then said to the site. */
    @Nullable
    T read(YamlValue value, ReadContext site);

    /** The keys below the value, if it is made of any. */
    default List<Key> members() {
        return List.of();
    }

    /** The value as a JSON Schema has it, for editors; it may allow what {@link #read} does not. */
    Map<String, Object> schema();

    /** The value as YAML's strings, numbers, lists and maps; read again it is equal, secrets aside. */
    Object toYaml(T value);
}
