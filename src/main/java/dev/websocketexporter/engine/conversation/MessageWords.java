package dev.websocketexporter.engine.conversation;

import dev.websocketexporter.probe.value.Printable;
import dev.websocketexporter.script.Message;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Messages for humans, in one line. */
final class MessageWords {
    private static final int MAX_CHARS = 200;
    private static final int MAX_BYTES_OF_A_CHAR = 4;
    private static final int MAX_BINARY_BYTES = 100;

    private MessageWords() {}

    /** Kind and size, then the beginning: text in quotes, everything else in hex. */
    static String of(Message message) {
        return kindAndSize(message) + " "
                + (message.kind() == Message.Kind.TEXT
                        ? beginning(message.payload().toArray())
                        : Printable.hex(message.payload(), MAX_BINARY_BYTES));
    }

    static String kindAndSize(Message message) {
        return (message.kind() == Message.Kind.TEXT ? "text" : "binary") + " of "
                + message.payload().length() + " bytes";
    }

    private static String beginning(byte[] utf8) {
        byte[] enough = Arrays.copyOf(utf8, Math.min(utf8.length, MAX_CHARS * MAX_BYTES_OF_A_CHAR));
        String text = new String(enough, StandardCharsets.UTF_8);
        return text.length() <= MAX_CHARS
                ? Printable.quotedAscii(text)
                : Printable.quotedAscii(text.substring(0, MAX_CHARS)) + "…";
    }
}
