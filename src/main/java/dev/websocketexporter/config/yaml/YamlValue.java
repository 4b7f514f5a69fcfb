package dev.websocketexporter.config.yaml;

import dev.websocketexporter.config.yaml.ConfigError.Position;
import java.util.List;
import java.util.Optional;

/** A YAML document as it is meant: aliases and merge keys are resolved, and no mapping has a key twice. */
public sealed interface YamlValue {
    /** Where the file has it; a value that an alias refers to is at the place of its anchor. */
    Position position();

    /** What a message says about it: {@code is a list}. */
    String found();

    /** Whether nothing stands there: {@code null}, {@code ~}, or nothing at all. */
    default boolean isNone() {
        return this instanceof Scalar scalar && scalar.type() == Scalar.Type.NONE;
    }

    /** Whether it is an empty text, which a quoted null is not. */
    default boolean isEmptyText() {
        return this instanceof Scalar scalar
                && scalar.type() == Scalar.Type.TEXT
                && scalar.text().isEmpty();
    }

    /**
     * A single value.
     *
     * @param text as the file has it, without quotes and escapes
     * @param type what YAML 1.1 takes it for
     */
    record Scalar(Position position, String text, Type type) implements YamlValue {
        /** The types that matter here. A quoted value is a text, whatever it looks like. */
        public enum Type {
            TEXT,
            NUMBER,
            BOOLEAN,
            BINARY,
            NONE
        }

        @Override
        public String found() {
            return type == Type.NONE ? "has no value" : "is a single value";
        }
    }

    /** A list. */
    record Sequence(Position position, List<YamlValue> items) implements YamlValue {
        public Sequence {
            items = List.copyOf(items);
        }

        @Override
        public String found() {
            return "is a list";
        }
    }

    /** Keys and values, in the order of the file. */
    record Mapping(Position position, List<Entry> entries) implements YamlValue {
        public Mapping {
            entries = List.copyOf(entries);
        }

        @Override
        public String found() {
            return "is a mapping";
        }

        /** The entry with a key; empty if there is none. */
        public Optional<Entry> entry(String key) {
            return entries.stream().filter(entry -> entry.key().equals(key)).findFirst();
        }
    }

    /**
     * One key of a mapping.
     *
     * @param position of the key
     */
    record Entry(Position position, String key, YamlValue value) {}
}
