package dev.websocketexporter.probe;

import java.nio.file.Path;

/** What a step sends. */
public sealed interface Payload {
    /** A text message. */
    record Text(Template template) implements Payload {}

    /** A binary message. */
    record Binary(Bytes bytes) implements Payload {}

    /**
     * A text message with the content of a file, as it is, read anew for each probe; a secret. When the content is not
     * UTF-8, the message is binary.
     */
    record InFile(Path path) implements Payload {}
}
