package dev.websocketexporter.app;

import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.cli.CommandLine;
import org.jspecify.annotations.Nullable;

/** What a command line says of each flag. */
final class GivenFlags {
    private final CommandLine given;

    GivenFlags(CommandLine given) {
        this.given = given;
    }

    boolean has(Flag flag) {
        return given.hasOption(flag.longName());
    }

    /** Absent unless given. */
    @Nullable
    FlagValue optional(Flag flag) {
        String text = given.getOptionValue(flag.longName());
        return text == null ? null : new FlagValue(flag, text);
    }

    /** The one given, else the flag's own. */
    FlagValue value(Flag flag) {
        FlagValue value = optional(flag);
        return value == null ? flag.fallback() : value;
    }

    /** Those given, in their order, else the flag's own. */
    List<FlagValue> values(Flag flag) {
        String[] texts = given.getOptionValues(flag.longName());
        return texts == null
                ? List.of(flag.fallback())
                : Stream.of(texts).map(text -> new FlagValue(flag, text)).toList();
    }
}
