package dev.websocketexporter.config;

import java.util.List;
import java.util.Optional;

/** A YAML document as it is meant: aliases and merge keys are resolved, no key is there twice. */
sealed interface YamlValue {
    /** Where it stands; what came by an alias stands where its anchor is. */
    Position position();

    /** What a message says of it: {@code is a list}. */
    String found();

    /**
     * A single value.
     *
     * @param text as it stands in the file, less quotes and escapes
     * @param type what YAML 1.1 takes it for
     */
    record Scalar(Position position, String text, Type type) implements YamlValue {
        /** The types that matter here. A quoted value is a text, whatever it looks like. */
        enum Type {
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

        Optional<Entry> entry(String key) {
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
