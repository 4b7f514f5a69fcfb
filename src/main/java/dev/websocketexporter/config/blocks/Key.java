package dev.websocketexporter.config.blocks;

import dev.websocketexporter.config.types.ValueType;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is known about one key of the configuration file. */
public sealed interface Key {
    /** The name of a block that is an entry of a list. */
    String ENTRY = "[]";

    /** The name of a block, or its part of a path, for a name that the user gives. */
    String NAME = "NAME";

    String name();

    /** One line for the author of a configuration. */
    String help();

    /** The keys below this one, if they are known. */
    List<Key> members();

    Status status();

    /** A key that has no effect unless it is given. */
    static <T> Value<T> withoutDefault(String name, ValueType<T> type, String help) {
        return new Value<>(name, type, null, help);
    }

    static Unread ignored(String name, String help) {
        return new Unread(name, help, Status.IGNORED, "ignored: it means nothing to a WebSocket probe");
    }

    /** A name of a secret in a secret manager; Prometheus' servers have none, and neither has blackbox_exporter. */
    static Unread reference(String name, String instead) {
        return new Unread(
                name,
                "Needs a secret manager, which blackbox_exporter has not either; use " + instead + ".",
                Status.REFUSED,
                "needs a secret manager, and there is none, as in blackbox_exporter (expected: " + instead + ")");
    }

    /** What becomes of a key that is there. */
    enum Status {
        /** It does what its help says. */
        BUILT,
        /** It has no meaning here, and is accepted with a warning because blackbox_exporter accepts it. */
        IGNORED,
        /** It is known, because blackbox_exporter accepts it, and a mistake, because it cannot work. */
        REFUSED
    }

    /**
     * A key with a value.
     *
     * @param defaultValue what holds without the key; absent: there is no default
     * @param members the keys in its value; empty if it has none
     */
    record Value<T>(
            String name, ValueType<T> type, @Nullable T defaultValue, String help, List<Key> members) implements Key {
        public Value {
            members = List.copyOf(members);
        }

        /** A key whose value has no keys. */
        public Value(String name, ValueType<T> type, @Nullable T defaultValue, String help) {
            this(name, type, defaultValue, help, List.of());
        }

        @Override
        public Status status() {
            return Status.BUILT;
        }
    }

    /** A mapping whose keys are known. */
    record Block(String name, String help, List<Key> members) implements Key {
        public Block {
            members = List.copyOf(members);
        }

        /** {@code a mapping with the keys allow, deny}. */
        public String expected() {
            return "a mapping with the keys " + builtKeys();
        }

        /** The keys that do something: {@code allow, deny}. */
        String builtKeys() {
            return members.stream()
                    .filter(key -> key.status() == Key.Status.BUILT)
                    .map(Key::name)
                    .collect(Collectors.joining(", "));
        }

        @Override
        public Status status() {
            return Status.BUILT;
        }
    }

    /** A mapping whose keys are names that the user gives, each to a block of the same kind. */
    record NamedBlocks(String name, String help, Block each) implements Key {
        @Override
        public List<Key> members() {
            return List.of(each);
        }

        @Override
        public Status status() {
            return Status.BUILT;
        }
    }

    /**
     * A key that is known but not read.
     *
     * @param message what a warning or a mistake says about it
     */
    record Unread(String name, String help, Status status, String message) implements Key {
        @Override
        public List<Key> members() {
            return List.of();
        }
    }
}
