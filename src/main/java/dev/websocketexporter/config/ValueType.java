package dev.websocketexporter.config;

import org.jspecify.annotations.Nullable;

/** What may stand behind a key. */
interface ValueType<T> {
    /** Type and range for humans, as it follows {@code expected:} in a message: "a list of …". */
    String expected();

    /** The value; null when it is none, which was then said to the site. */
    @Nullable
    T read(YamlValue value, Site site);

    /** The value as YAML's strings, numbers, lists and maps; read again it is equal. */
    Object toYaml(T value);
}
