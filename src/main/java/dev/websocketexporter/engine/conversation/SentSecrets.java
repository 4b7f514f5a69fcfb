package dev.websocketexporter.engine.conversation;

import dev.websocketexporter.engine.run.ProbeLog;
import dev.websocketexporter.engine.values.SecretPayload;
import dev.websocketexporter.probe.value.Bytes;
import dev.websocketexporter.probe.value.Printable;
import dev.websocketexporter.probe.value.Secret;
import dev.websocketexporter.script.Message;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/**
 * How messages are shown, once secrets were sent: a server may repeat them, in whole or in parts. Confined to the
 * probe's event loop.
 */
final class SentSecrets {
    private static final int MAX_CHARS = 200;
    private static final int MAX_BYTES_OF_A_CHAR = 4;
    /** So short, binary is rather a field of a protocol than a text, though its bytes may be those of letters. */
    private static final int SHORT_BINARY_BYTES = 4;

    private static final int MAX_BINARY_BYTES = 100;
    private static final String LINE_CONTROLS = "\t\r\n";

    private final ProbeLog log;
    private final Set<Message> sent = new HashSet<>();

    SentSecrets(ProbeLog log) {
        this.log = log;
    }

    /** This was read from a file and will be sent; nothing of it may be shown. */
    void add(SecretPayload payload) {
        if (!payload.partsAreTooMany()) {
            sent.add(payload.message());
        }
        payload.parts().forEach(log::hide);
        if (payload.partsAreTooMany()) {
            log.hidePeersWords();
        }
    }

    /** Whether there are more parts of secrets than could be looked for in everything: then no message is shown. */
    boolean areTooMany() {
        return log.hidesPeersWords();
    }

    /** The message for humans, shortened; its size alone when it is a secret or may hold one. */
    String shown(Message message) {
        if (areTooMany() || (!sent.isEmpty() && sent.contains(message))) {
            return kindAndSize(message) + " " + Secret.HIDDEN;
        }
        return words(message);
    }

    /** Kind and size, then the beginning: text in quotes, also where it came as binary; everything else in hex. */
    private String words(Message message) {
        if (message.kind() == Message.Kind.TEXT) {
            return kindAndSize(message) + " " + log.withoutSecrets(beginning(message.payload()));
        }
        return message.payload().length() > SHORT_BINARY_BYTES && isPrintable(message.payload())
                ? kindAndSize(message) + ", as text " + log.withoutSecrets(beginning(message.payload()))
                : kindAndSize(message) + " " + log.hex(message.payload(), MAX_BINARY_BYTES);
    }

    /** Whether the beginning, as far as it is shown, is UTF-8 without any control characters but those of lines. */
    private static boolean isPrintable(Bytes payload) {
        byte[] shown = payload.beginning(MAX_CHARS * MAX_BYTES_OF_A_CHAR);
        CharBuffer chars = CharBuffer.allocate(shown.length);
        // What is cut off may have been the rest of a character.
        boolean whole = shown.length == payload.length();
        boolean broken = StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(shown), chars, whole)
                .isError();
        return !broken
                && shown.length > 0
                && chars.flip().chars().allMatch(c -> !Character.isISOControl(c) || LINE_CONTROLS.indexOf(c) >= 0);
    }

    private static String kindAndSize(Message message) {
        return (message.kind() == Message.Kind.TEXT ? "text" : "binary") + " of "
                + message.payload().length() + (message.payload().length() == 1 ? " byte" : " bytes");
    }

    private static String beginning(Bytes utf8) {
        String text = new String(utf8.beginning(MAX_CHARS * MAX_BYTES_OF_A_CHAR), StandardCharsets.UTF_8);
        return text.length() <= MAX_CHARS
                ? Printable.quotedAscii(text)
                : Printable.quotedAscii(text.substring(0, MAX_CHARS)) + "…";
    }
}
