package dev.websocketexporter.engine.conversation;

import dev.websocketexporter.engine.run.ProbeLog;
import dev.websocketexporter.engine.values.SecretPayload;
import dev.websocketexporter.probe.value.Bytes;
import dev.websocketexporter.probe.value.Printable;
import dev.websocketexporter.probe.value.Secret;
import dev.websocketexporter.script.Message;
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
    private static final int MAX_BINARY_BYTES = 100;

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

    /** Kind and size, then the beginning: text in quotes, everything else in hex. */
    private String words(Message message) {
        return kindAndSize(message) + " "
                + (message.kind() == Message.Kind.TEXT
                        ? log.withoutSecrets(beginning(message.payload()))
                        : log.hex(message.payload(), MAX_BINARY_BYTES));
    }

    private static String kindAndSize(Message message) {
        return (message.kind() == Message.Kind.TEXT ? "text" : "binary") + " of "
                + message.payload().length() + " bytes";
    }

    private static String beginning(Bytes utf8) {
        String text = new String(utf8.beginning(MAX_CHARS * MAX_BYTES_OF_A_CHAR), StandardCharsets.UTF_8);
        return text.length() <= MAX_CHARS
                ? Printable.quotedAscii(text)
                : Printable.quotedAscii(text.substring(0, MAX_CHARS)) + "…";
    }
}
