package dev.websocketexporter.conformance;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;

/** A data message: text or binary, by its opcode. */
record Message(int opcode, byte[] payload) {
    /** How much of a payload a failure shows. */
    private static final int SHOWN_BYTES = 32;

    static Message text(String payload) {
        return text(payload.getBytes(StandardCharsets.UTF_8));
    }

    static Message text(byte[] payload) {
        return new Message(ServerFrame.TEXT, payload);
    }

    static Message binary(byte[] payload) {
        return new Message(ServerFrame.BINARY, payload);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Message message && opcode == message.opcode && Arrays.equals(payload, message.payload);
    }

    @Override
    public int hashCode() {
        return Objects.hash(opcode, Arrays.hashCode(payload));
    }

    @Override
    public String toString() {
        String kind = opcode == ServerFrame.TEXT ? "a text" : "a binary";
        int shown = Math.min(SHOWN_BYTES, payload.length);
        return kind + " message of " + payload.length + " bytes: "
                + HexFormat.of().formatHex(payload, 0, shown) + (shown < payload.length ? "…" : "");
    }
}
