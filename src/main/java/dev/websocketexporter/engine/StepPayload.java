package dev.websocketexporter.engine;

import dev.websocketexporter.probe.Bytes;
import dev.websocketexporter.probe.Payload;
import dev.websocketexporter.probe.Template;
import dev.websocketexporter.script.Message;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Makes a message of what a step sends. */
final class StepPayload {
    private final PhaseContext context;
    private final Offload offload;
    private final SentSecrets secrets;

    StepPayload(PhaseContext context, Offload offload, SentSecrets secrets) {
        this.context = context;
        this.offload = offload;
        this.secrets = secrets;
    }

    /** The message; fails when the file that holds it cannot be read. */
    CompletableFuture<Message> message(Payload payload, Function<Template, String> expanded) {
        if (payload instanceof Payload.InFile file) {
            return offload.call(context, () -> SecretPayload.read(file.path())).thenApply(secret -> {
                secrets.add(secret);
                return secret.message();
            });
        }
        return CompletableFuture.completedFuture(
                payload instanceof Payload.Text text
                        ? text(expanded.apply(text.template()))
                        : new Message(Message.Kind.BINARY, ((Payload.Binary) payload).bytes()));
    }

    private static Message text(String text) {
        return new Message(Message.Kind.TEXT, Bytes.of(text.getBytes(StandardCharsets.UTF_8)));
    }
}
