package dev.websocketexporter.cli.convert;

import dev.websocketexporter.config.yaml.YamlValue;
import dev.websocketexporter.config.yaml.YamlValue.Entry;
import dev.websocketexporter.config.yaml.YamlValue.Mapping;
import dev.websocketexporter.config.yaml.YamlValue.Scalar;
import dev.websocketexporter.config.yaml.YamlValue.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Looks into mappings, and makes others of them. */
final class Edits {
    /** YAML 1.1, which both exporters read. */
    private static final Set<String> TRUE = Set.of("true", "yes", "on", "y");

    private Edits() {}

    /** The text of a key; empty when it is not there, or is no single value. */
    static String text(Mapping mapping, String key) {
        return mapping.entry(key).map(entry -> text(entry.value())).orElse("");
    }

    static String text(YamlValue value) {
        return value instanceof Scalar scalar ? scalar.text() : "";
    }

    static boolean isTrue(YamlValue value) {
        return TRUE.contains(text(value).toLowerCase(Locale.ROOT));
    }

    /** The block of a key; an empty one when it is not there, or is none. */
    static Mapping block(Mapping mapping, String key) {
        return mapping.entry(key)
                .filter(entry -> entry.value() instanceof Mapping)
                .map(entry -> (Mapping) entry.value())
                .orElseGet(() -> new Mapping(mapping.position(), List.of()));
    }

    /** The mappings in the list of a key; empty when there is no such list. */
    static List<Mapping> mappings(Mapping mapping, String key) {
        return mapping.entry(key).map(Entry::value).stream()
                .flatMap(value -> items(value).stream())
                .filter(Mapping.class::isInstance)
                .map(Mapping.class::cast)
                .toList();
    }

    static List<YamlValue> items(YamlValue value) {
        return value instanceof Sequence sequence ? sequence.items() : List.of();
    }

    /** The mapping with this entry in the place of the one of its key, or at the end. */
    static Mapping with(Mapping mapping, Entry entry) {
        List<Entry> entries = new ArrayList<>();
        boolean isThere = false;
        for (Entry before : mapping.entries()) {
            boolean isIt = before.key().equals(entry.key());
            entries.add(isIt ? entry : before);
            isThere |= isIt;
        }
        if (!isThere) {
            entries.add(entry);
        }
        return new Mapping(mapping.position(), entries);
    }

    /** The same key with another value. */
    static Entry valued(Entry entry, YamlValue value) {
        return new Entry(entry.position(), entry.key(), value);
    }

    /** A key that the file does not have, at the place of what it follows from. */
    static Entry made(Entry from, String key, String text, Scalar.Type type) {
        return new Entry(from.position(), key, new Scalar(from.position(), text, type));
    }
}
