package dev.websocketexporter.testkit;

/**
 * One header field of a request or a response.
 *
 * @param name as it stands on the wire; compared without regard to case
 * @param value without surrounding white space
 */
public record HeaderField(String name, String value) {
    public boolean hasName(String other) {
        return name.equalsIgnoreCase(other);
    }
}
