package dev.websocketexporter.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is known of one key of the configuration file. */
sealed interface Key {
    /** The name of a block that is an entry of a list. */
    String ENTRY = "[]";

    String name();

    /** One line for whoever writes a configuration. */
    String help();

    /** The keys below this one, if they are known. */
    List<Key> members();

    Status status();

    /** A key that holds only where it is given. */
    static <T> Value<T> withoutDefault(String name, ValueType<T> type, String help) {
        return new Value<>(name, type, null, help);
    }

    static Unread ignored(String name, String help) {
        return new Unread(name, help);
    }

    /** What becomes of a key that is there. */
    enum Status {
        /** It does what its help says. */
        BUILT,
        /** Means nothing here; accepted with a warning, because blackbox_exporter accepts it. */
        IGNORED
    }

    /**
     * A key with a value.
     *
     * @param defaultValue what holds without the key; absent: there is no default
     */
    record Value<T>(
            String name, ValueType<T> type, @Nullable T defaultValue, String help) implements Key {
        @Override
        public List<Key> members() {
            return type.members();
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

    /** A key that is known but not read. */
    record Unread(String name, String help) implements Key {
        @Override
        public List<Key> members() {
            return List.of();
        }

        @Override
        public Status status() {
            return Status.IGNORED;
        }
    }
}
