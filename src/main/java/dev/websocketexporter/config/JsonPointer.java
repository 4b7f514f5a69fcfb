package dev.websocketexporter.config;

import dev.websocketexporter.probe.value.Printable;
import java.util.regex.Pattern;

/** A place in a JSON text (RFC 6901): nothing for the whole of it, or a slash before each name or index. */
final class JsonPointer {
    private static final Pattern BROKEN_ESCAPE = Pattern.compile("~(?![01])");
    /** The ways in which others write a place. */
    private static final Pattern FOREIGN_START = Pattern.compile("^(?:#/|\\$\\.|\\.)?");

    private JsonPointer() {}

    /** Refuses what is none. */
    static void check(String text) throws BadValueException {
        if (!text.isEmpty() && !text.startsWith("/")) {
            String meant = FOREIGN_START.matcher(text).replaceFirst("/");
            throw BadValueException.withHint(
                    "does not begin with a slash, as a JSON Pointer does",
                    "did you mean " + Printable.quoted(meant) + "?");
        }
        if (BROKEN_ESCAPE.matcher(text).find()) {
            throw BadValueException.withHint(
                    "has a ~ that stands for nothing", "expected: ~0 for ~ itself, ~1 for a slash in a name");
        }
    }
}
