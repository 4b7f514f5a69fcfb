package dev.websocketexporter.engine;

/**
 * A header field as it goes out.
 *
 * @param name as it stands on the wire
 * @param value as it stands on the wire
 * @param visibility whether a log may show the value
 */
record SentField(String name, String value, Visibility visibility) {
    /** Whether a log may show a value. */
    enum Visibility {
        SHOWN,
        SECRET
    }

    boolean hasName(String other) {
        return name.equalsIgnoreCase(other);
    }
}
