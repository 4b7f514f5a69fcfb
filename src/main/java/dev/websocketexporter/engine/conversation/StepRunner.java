package dev.websocketexporter.engine.conversation;

import dev.websocketexporter.engine.run.ProbeFailedException;
import dev.websocketexporter.engine.run.SessionMemory.Part;
import dev.websocketexporter.engine.run.Text;
import dev.websocketexporter.engine.values.SecretPayload;
import dev.websocketexporter.engine.values.ValueReader;
import dev.websocketexporter.probe.ProbeResult.LogLine.Topic;
import dev.websocketexporter.probe.module.Conversation.Payload;
import dev.websocketexporter.probe.module.Conversation.Step;
import dev.websocketexporter.probe.module.Conversation.StepLabel;
import dev.websocketexporter.probe.module.Template;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.value.Bytes;
import dev.websocketexporter.probe.value.Printable;
import dev.websocketexporter.probe.value.Secret;
import dev.websocketexporter.script.Captures;
import dev.websocketexporter.script.Message;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Plays the steps of a conversation in order: what a step expects comes first, then what it sends. */
final class StepRunner {
    private static final int MAX_LABEL_CHARS = 256;

    private final ConversationRun run;
    private final MessageJudges judges;
    private final ValueReader values;
    private final List<Step> steps;
    private final LongConsumer then;
    private final SentSecrets secrets;
    /** How many steps have begun. */
    private int begun;

    private Captures captures = Captures.NONE;
    private ConversationRun.@Nullable Timer limit;
    private long lastEvent;

    /** @param then is called when all steps are done, with the tick at which the last one ended */
    StepRunner(ConversationRun run, MessageJudges judges, ValueReader values, List<Step> steps, LongConsumer then) {
        this.run = run;
        this.judges = judges;
        this.values = values;
        this.steps = steps;
        this.then = then;
        this.secrets = new SentSecrets(run.context().log());
        this.lastEvent = run.context().ticker().read();
    }

    /** Begins the next step, if there is one. */
    void next() {
        if (begun == steps.size()) {
            then.accept(lastEvent);
            return;
        }
        Step step = steps.get(begun++);
        run.record().stepBegan(step.label(begun), run.context().ticker().read());
        Duration timeout = step.timeout();
        if (timeout != null) {
            limit = run.after(timeout, () -> overdue(timeout));
        }
        if (step.expectation() == null) {
            act(step, Captures.NONE);
        } else {
            expect(step);
        }
    }

    private void expect(Step step) {
        ExpectStep awaiting = new ExpectStep(run, judges, step, name(step), secrets);
        awaiting.begin(match -> {
            lastEvent = match.readAt();
            Captures own = match.captures();
            if (keep(own)) {
                act(step, own);
            }
        });
    }

    /** Whether there is memory for what was captured; else the conversation is over. */
    private boolean keep(Captures own) {
        Captures all = own.over(captures);
        try {
            run.session().memory().hold(Part.CAPTURED, all.bytes());
        } catch (ProbeFailedException noRoom) {
            run.fail(noRoom, run.context().ticker().read());
            return false;
        }
        captures = all;
        return true;
    }

    /** Sets the step's labels and sends its payload, with what this step or earlier ones have captured. */
    private void act(Step step, Captures own) {
        for (StepLabel label : step.labels()) {
            run.record().label(label.name(), labelValue(expanded(label.value(), own)));
        }
        Payload payload = step.payload();
        if (payload == null) {
            done(step);
            return;
        }
        if (payload instanceof Payload.Text text) {
            Message message = text(expanded(text, own, text.param()));
            waitForWriting(step);
            write(step, message, text.param() == null ? secrets.shown(message) : shown(text, own));
            return;
        }
        run.when(bytes(step, payload), message -> {
            waitForWriting(step);
            write(step, message, secrets.shown(message));
        });
    }

    private void waitForWriting(Step step) {
        run.waitFor(() -> name(step) + ": what it sends to be written");
    }

    /** Fails when the file that holds the message cannot be read. */
    private CompletableFuture<Message> bytes(Step step, Payload payload) {
        if (payload instanceof Payload.InFile file) {
            return values.payload(run.context(), file.path())
                    .thenCompose(content -> {
                        run.waitFor(() -> name(step) + ": its file to be looked through");
                        return judges.blocking().call(run.context(), () -> SecretPayload.of(content));
                    })
                    .thenApply(secret -> {
                        secrets.add(secret);
                        return secret.message();
                    });
        }
        return CompletableFuture.completedFuture(new Message(Message.Kind.BINARY, ((Payload.Binary) payload).bytes()));
    }

    private static Message text(String text) {
        return new Message(Message.Kind.TEXT, Bytes.of(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** The message for humans: what the probe brought along is not shown, however short it is. */
    private String shown(Payload.Text payload, Captures own) {
        return secrets.shown(text(expanded(payload, own, new Secret(Secret.HIDDEN))));
    }

    private void write(Step step, Message message, String shown) {
        run.context().log().debug(Topic.SENT, name(step) + ": sending " + shown);
        run.when(run.session().send(message), written -> {
            lastEvent = run.context().ticker().read();
            done(step);
        });
    }

    private void done(Step step) {
        if (limit != null) {
            limit.cancel();
            limit = null;
        }
        Duration took = run.record().stepEnded(lastEvent);
        run.context().log().debug(name(step) + ": done after " + Text.of(took));
        run.go(this::next);
    }

    /**
     * In the dialect of Go, a reference means the step's own match; else it means the nearest match that has the name.
     */
    private String expanded(Template template, Captures own) {
        return (template.dialect() == Template.Dialect.GO ? own : captures).expand(template);
    }

    private String expanded(Payload.Text payload, Captures own, @Nullable Secret param) {
        Captures known = payload.template().dialect() == Template.Dialect.GO ? own : captures;
        return payload.template()
                .expand(name -> param != null && name.equals(Payload.Text.PARAM) ? param.reveal() : known.get(name));
    }

    private String labelValue(String value) {
        return secrets.areTooMany()
                ? Secret.HIDDEN
                : Printable.beginning(run.context().log().withoutSecrets(value), MAX_LABEL_CHARS);
    }

    private void overdue(Duration timeout) {
        String beginning = "the " + Text.of(timeout) + " of the step were over while waiting for ";
        run.fail(
                new ProbeFailedException(run.context().overdue(Phase.CONVERSATION, timeout, beginning)),
                run.context().ticker().read());
    }

    private String name(Step step) {
        return "step " + begun + (step.name() == null ? "" : " (" + step.name() + ")");
    }
}
