package dev.websocketexporter.probe.module;

import dev.websocketexporter.probe.value.Secret;
import java.nio.file.Path;

/** A text of the configuration: written there, written there and secret, or in a file. */
public sealed interface Value {
    /** A text that may be shown. */
    record Plain(String text) implements Value {}

    /** A text that may not. */
    record Hidden(Secret secret) implements Value {}

    /**
     * The content of a file without surrounding white space, read again when the file changes; a secret. Absolute, or
     * relative to the working directory.
     */
    record InFile(Path path) implements Value {}
}
