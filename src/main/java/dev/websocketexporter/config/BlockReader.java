package dev.websocketexporter.config;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A mapping read by its block of the {@link ConfigKeys}. */
final class BlockReader {
    private final YamlValue.Mapping mapping;
    private final ReadContext site;

    private BlockReader(YamlValue.Mapping mapping, ReadContext site) {
        this.mapping = mapping;
        this.site = site;
    }

    /**
     * Looks at every key that is there. A block without a value is one without keys: everything in it may be
     * commented out.
     */
    static BlockReader of(YamlValue value, Key.Block block, ReadContext site) {
        if (value instanceof YamlValue.Mapping mapping) {
            mapping.entries().forEach(entry -> check(entry, block, site));
            return new BlockReader(mapping, site);
        }
        boolean none = value instanceof YamlValue.Scalar scalar && scalar.type() == YamlValue.Scalar.Type.NONE;
        if (!none) {
            site.mistake(value.position(), value.found() + " (expected: " + Suggestion.mappingOf(block) + ")");
        }
        return empty(value.position(), site);
    }

    /** A block that is not there. */
    private static BlockReader empty(Position position, ReadContext site) {
        return new BlockReader(new YamlValue.Mapping(position, List.of()), site);
    }

    private static void check(YamlValue.Entry entry, Key.Block block, ReadContext site) {
        Optional<Key> known = block.members().stream()
                .filter(key -> key.name().equals(entry.key()))
                .findFirst();
        ReadContext field = site.child(entry.key());
        if (known.isEmpty()) {
            field.mistake(entry.position(), "unknown field (" + Suggestion.forUnknown(entry.key(), block) + ")");
        } else if (known.get().status() == Key.Status.IGNORED) {
            field.warning(entry.position(), "ignored: it means nothing to a WebSocket probe");
        }
    }

    /** The value; null when the key is not there, or when its value is a mistake. */
    <T> @Nullable T optional(Key.Value<T> key) {
        YamlValue value = mapping.entry(key.name()).map(YamlValue.Entry::value).orElse(null);
        return value == null ? null : key.type().read(value, site.child(key.name()));
    }

    /** The value, or else the key's default, which it must have. */
    <T> T orDefault(Key.Value<T> key) {
        T value = optional(key);
        return value == null ? Objects.requireNonNull(key.defaultValue(), key.name()) : value;
    }

    BlockReader block(Key.Block block) {
        ReadContext child = site.child(block.name());
        return mapping.entry(block.name())
                .map(entry -> of(entry.value(), block, child))
                .orElseGet(() -> empty(mapping.position(), child));
    }

    boolean has(Key key) {
        return mapping.entry(key.name()).isPresent();
    }

    /** The value of the one of two keys that is there; both are a mistake. */
    <T> @Nullable T either(Key.Value<T> key, Key.Value<T> other) {
        if (has(key)) {
            excludes(other, key.name());
        }
        T value = optional(key);
        T otherValue = optional(other);
        return value == null ? otherValue : value;
    }

    /** The value of a key that must be there; null when it is not, which was then said. */
    <T> @Nullable T required(Key.Value<T> key) {
        if (!has(key)) {
            missing(key, key.type().expected());
        }
        return optional(key);
    }

    /** Says that a key is missing, where the block begins. */
    void missing(Key key, String expected) {
        site.child(key.name()).mistake(mapping.position(), "missing (expected: " + expected + ")");
    }

    /** Says something of a key that is there, or else of the block. */
    void mistake(Key key, String text) {
        Position position =
                mapping.entry(key.name()).map(YamlValue.Entry::position).orElse(mapping.position());
        site.child(key.name()).mistake(position, text);
    }

    /** Warns of a key, if it is there. */
    void warning(Key key, String text) {
        mapping.entry(key.name()).ifPresent(entry -> site.child(key.name()).warning(entry.position(), text));
    }

    /** Says that two keys exclude each other, at the first one, if it is there. */
    void excludes(Key key, String other) {
        mapping.entry(key.name())
                .ifPresent(entry -> site.child(key.name())
                        .mistake(entry.position(), "excludes " + other + " (expected: one of the two)"));
    }
}
