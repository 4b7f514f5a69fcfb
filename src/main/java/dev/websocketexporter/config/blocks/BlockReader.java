package dev.websocketexporter.config.blocks;

import dev.websocketexporter.config.types.EditDistance;
import dev.websocketexporter.config.yaml.ConfigError.Position;
import dev.websocketexporter.config.yaml.ReadContext;
import dev.websocketexporter.config.yaml.TimedFiles;
import dev.websocketexporter.config.yaml.YamlValue;
import dev.websocketexporter.probe.value.Printable;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** A mapping read by its block of keys. */
public final class BlockReader {
    private final YamlValue.Mapping mapping;
    private final ReadContext context;

    private BlockReader(YamlValue.Mapping mapping, ReadContext context) {
        this.mapping = mapping;
        this.context = context;
    }

    /**
     * Checks every key that is there. A block without a value is a block without keys: perhaps all that it holds is
     * commented out.
     */
    public static BlockReader of(YamlValue value, Key.Block block, ReadContext context) {
        if (value instanceof YamlValue.Mapping mapping) {
            mapping.entries().forEach(entry -> check(entry, block, context));
            return new BlockReader(mapping, context);
        }
        if (!value.isNone()) {
            context.mistake(value.position(), value.found() + " (expected: " + block.expected() + ")");
        }
        return empty(value.position(), context);
    }

    /** A block that is not there. */
    private static BlockReader empty(Position position, ReadContext context) {
        return new BlockReader(new YamlValue.Mapping(position, List.of()), context);
    }

    private static void check(YamlValue.Entry entry, Key.Block block, ReadContext context) {
        Optional<Key> known = block.members().stream()
                .filter(key -> key.name().equals(entry.key()))
                .findFirst();
        ReadContext field = context.child(entry.key());
        if (known.isEmpty()) {
            field.mistake(entry.position(), "unknown field (" + suggestion(entry.key(), block, context) + ")");
        } else if (known.get() instanceof Key.Unread unread) {
            note(unread, entry, field);
        }
    }

    private static void note(Key.Unread key, YamlValue.Entry entry, ReadContext field) {
        if (key.status() == Key.Status.IGNORED) {
            field.warning(entry.position(), key.message());
        } else if (!isAbsent(key, entry.value())) {
            field.mistake(entry.position(), key.message());
        }
    }

    /** A key of this block that differs by one typing mistake, else the same key elsewhere, else a similar one. */
    private static String suggestion(String name, Key.Block block, ReadContext context) {
        return alike(name, block, key -> 1)
                .or(() -> context.keyPlaces().apply(name))
                .or(() -> alike(name, block, BlockReader::mostEdits))
                .map(meant -> "did you mean " + Printable.quoted(meant) + "?")
                .orElseGet(() -> "expected: one of " + block.builtKeys());
    }

    private static Optional<String> alike(String name, Key.Block block, ToIntFunction<String> mostEdits) {
        return block.members().stream()
                .filter(key -> key.status() == Key.Status.BUILT)
                .filter(key -> EditDistance.between(name, key.name()) <= mostEdits.applyAsInt(key.name()))
                .min(Comparator.comparingInt(key -> EditDistance.between(name, key.name())))
                .map(Key::name);
    }

    private static int mostEdits(String name) {
        return name.length() < 5 ? 1 : Math.min(3, name.length() / 3);
    }

    /** The value; null if the key is not there, or its value is a mistake. */
    public <T> @Nullable T optional(Key.Value<T> key) {
        YamlValue value = mapping.entry(key.name()).map(YamlValue.Entry::value).orElse(null);
        return value == null || key.type().isAbsent(value) ? null : key.type().read(value, context.child(key.name()));
    }

    /** The value, or else the key's default, which it must have. */
    public <T> T orDefault(Key.Value<T> key) {
        T value = optional(key);
        return value == null ? Objects.requireNonNull(key.defaultValue(), key.name()) : value;
    }

    /** What it is about, besides its bytes. */
    public ReadContext context() {
        return context;
    }

    /** By which files are read. */
    public TimedFiles.Load files() {
        return context.config().files();
    }

    /** A block within this one; without its key, an empty one. */
    public BlockReader block(Key.Block block) {
        ReadContext child = context.child(block.name());
        return mapping.entry(block.name())
                .map(entry -> of(entry.value(), block, child))
                .orElseGet(() -> empty(mapping.position(), child));
    }

    /** Whether the key is there with a value; an empty one is as none, as in blackbox_exporter. */
    public boolean has(Key key) {
        return mapping.entry(key.name())
                .map(YamlValue.Entry::value)
                .filter(value -> !isAbsent(key, value))
                .isPresent();
    }

    /** Whether the key is there, with a value or without one. */
    boolean isWritten(Key key) {
        return mapping.entry(key.name()).isPresent();
    }

    private static boolean isAbsent(Key key, YamlValue value) {
        return key instanceof Key.Value<?> one
                ? one.type().isAbsent(value)
                : value.isNone()
                        || (key instanceof Key.Unread && value.isEmptyText())
                        || (value instanceof YamlValue.Mapping mapping
                                && mapping.entries().isEmpty());
    }

    /** The value of the one of two keys that is there; both are a mistake. */
    public <T> @Nullable T either(Key.Value<T> key, Key.Value<T> other) {
        if (has(key)) {
            excludes(other, key.name());
        }
        T value = optional(key);
        T otherValue = optional(other);
        return value == null ? otherValue : value;
    }

    /** The value of a key that must be there; null if it is not, which is then a mistake. */
    public <T> @Nullable T required(Key.Value<T> key) {
        if (!has(key)) {
            missing(key, key.type().expected());
        }
        return optional(key);
    }

    /** The value of the one of two keys that must be there; null if neither is, which is then a mistake. */
    public <T> @Nullable T requiredOf(Key.Value<T> key, Key.Value<T> other) {
        if (!has(key) && !has(other)) {
            missing(key, key.name() + " or " + other.name());
        }
        return either(key, other);
    }

    /** Reports that a key is missing, where the block begins. */
    public void missing(Key key, String expected) {
        context.child(key.name()).mistake(mapping.position(), "missing (expected: " + expected + ")");
    }

    /** Reports a mistake at a key that is there, or else at the block. */
    public void mistake(Key key, String text) {
        Position position =
                mapping.entry(key.name()).map(YamlValue.Entry::position).orElse(mapping.position());
        context.child(key.name()).mistake(position, text);
    }

    /** Reports a mistake at the entry of a list that has this text, or else at the key of the list. */
    public void mistakeAt(Key list, String text, String mistake) {
        List<YamlValue> items = items(list);
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i) instanceof YamlValue.Scalar scalar && scalar.text().equals(text)) {
                context.child(list.name()).item(i).mistake(scalar.position(), mistake);
                return;
            }
        }
        mistake(list, mistake);
    }

    /** Where the entries of a list are, which has been read without a mistake. */
    public List<Position> positions(Key list) {
        return items(list).stream().map(YamlValue::position).toList();
    }

    /** An entry of a list that has been read already, for what is wrong with it beside the rest of the file. */
    public BlockReader entry(Key list, int index) {
        List<YamlValue> items = items(list);
        ReadContext item = context.child(list.name()).item(index);
        return index < items.size() && items.get(index) instanceof YamlValue.Mapping entry
                ? new BlockReader(entry, item)
                : empty(mapping.position(), item);
    }

    private List<YamlValue> items(Key list) {
        return mapping.entry(list.name())
                .map(YamlValue.Entry::value)
                .filter(YamlValue.Sequence.class::isInstance)
                .map(value -> ((YamlValue.Sequence) value).items())
                .orElse(List.of());
    }

    /** Warns about a key, if it is there. */
    public void warning(Key key, String text) {
        mapping.entry(key.name()).ifPresent(entry -> context.child(key.name()).warning(entry.position(), text));
    }

    /** Reports that two keys exclude each other, at the first one, if it is there. */
    public void excludes(Key key, String other) {
        mapping.entry(key.name())
                .filter(entry -> has(key))
                .ifPresent(entry -> context.child(key.name())
                        .mistake(entry.position(), "excludes " + other + " (expected: one of the two)"));
    }
}
