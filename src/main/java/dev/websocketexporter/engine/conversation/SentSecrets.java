package dev.websocketexporter.engine.conversation;

import dev.websocketexporter.engine.run.ProbeLog;
import dev.websocketexporter.engine.values.SecretPayload;
import dev.websocketexporter.probe.value.Printable;
import dev.websocketexporter.probe.value.Secret;
import dev.websocketexporter.script.Message;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
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
    private boolean tooMany;

    SentSecrets(ProbeLog log) {
        this.log = log;
    }

    /** This was read from a file and will be sent; nothing of it may be shown. */
    void add(SecretPayload payload) {
        if (!payload.partsAreTooMany()) {
            sent.add(payload.message());
        }
        payload.parts().forEach(log::hide);
        tooMany |= payload.partsAreTooMany();
    }

    /** Whether there are more parts of secrets than could be looked for in everything: then no message is shown. */
    boolean areTooMany() {
        return tooMany;
    }

    /** The message for humans, shortened; its size alone when it is a secret or may hold one. */
    String shown(Message message) {
        if (tooMany || (!sent.isEmpty() && sent.contains(message))) {
            return kindAndSize(message) + " " + Secret.HIDDEN;
        }
        return log.withoutSecrets(words(message));
    }

    /** Kind and size, then the beginning: text in quotes, everything else in hex. */
    private static String words(Message message) {
        return kindAndSize(message) + " "
                + (message.kind() == Message.Kind.TEXT
                        ? beginning(message.payload().toArray())
                        : Printable.hex(message.payload(), MAX_BINARY_BYTES));
    }

    private static String kindAndSize(Message message) {
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
