package dev.websocketexporter.script;

import dev.websocketexporter.probe.value.Bytes;

/**
 * A data message, its fragments put together and decompressed (RFC 6455 §5.6).
 *
 * @param payload of a text message, valid UTF-8
 */
public record Message(Kind kind, Bytes payload) {
    public enum Kind {
        TEXT,
        BINARY
    }
}
