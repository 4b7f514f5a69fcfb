package dev.websocketexporter.engine;

import dev.websocketexporter.probe.Secret;
import dev.websocketexporter.script.Message;
import java.util.HashSet;
import java.util.Set;

/**
 * How messages are shown, once secrets were sent: a server may repeat them, in whole or in parts. Confined to the
 * probe's event loop.
 */
final class SentSecrets {
    private final ProbeLog log;
    private final Set<Message> sent = new HashSet<>();
    private boolean tooMany;

    SentSecrets(ProbeLog log) {
        this.log = log;
    }

    /** This was read from a file and will be sent; nothing of it may be shown. */
    void add(SecretPayload payload) {
        sent.add(payload.message());
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
            return MessageWords.kindAndSize(message) + " " + Secret.HIDDEN;
        }
        return log.withoutSecrets(MessageWords.of(message));
    }
}
