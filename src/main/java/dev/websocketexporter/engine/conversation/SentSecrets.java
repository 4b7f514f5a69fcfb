package dev.websocketexporter.engine.conversation;

import dev.websocketexporter.engine.run.ProbeLog;
import dev.websocketexporter.engine.values.SecretPayload;
import dev.websocketexporter.probe.value.Secret;
import dev.websocketexporter.script.Message;
import java.util.HashSet;
import java.util.Set;

/**
 * How messages are shown, once secrets were sent: a server may repeat them, in whole or in parts. Confined to the
 * probe's event loop.
 */
public final class SentSecrets {
    private final ProbeLog log;
    private final Set<Message> sent = new HashSet<>();
    private boolean tooMany;

    public SentSecrets(ProbeLog log) {
        this.log = log;
    }

    /** This was read from a file and will be sent; nothing of it may be shown. */
    public void add(SecretPayload payload) {
        sent.add(payload.message());
        payload.parts().forEach(log::hide);
        tooMany |= payload.partsAreTooMany();
    }

    /** Whether there are more parts of secrets than could be looked for in everything: then no message is shown. */
    public boolean areTooMany() {
        return tooMany;
    }

    /** The message for humans, shortened; its size alone when it is a secret or may hold one. */
    public String shown(Message message) {
        if (tooMany || (!sent.isEmpty() && sent.contains(message))) {
            return MessageWords.kindAndSize(message) + " " + Secret.HIDDEN;
        }
        return log.withoutSecrets(MessageWords.of(message));
    }
}
