package dev.websocketexporter.engine.conversation;

import dev.websocketexporter.engine.run.BlockingExecutor;
import dev.websocketexporter.engine.run.PhaseContext;
import dev.websocketexporter.engine.run.ProbeFailedException;
import dev.websocketexporter.engine.run.Quantities;
import dev.websocketexporter.engine.values.SecretPayload;
import dev.websocketexporter.probe.module.Conversation.Payload;
import dev.websocketexporter.probe.module.Conversation.Step;
import dev.websocketexporter.probe.module.Conversation.StepLabel;
import dev.websocketexporter.probe.module.Template;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.probe.value.Bytes;
import dev.websocketexporter.probe.value.Printable;
import dev.websocketexporter.probe.value.Secret;
import dev.websocketexporter.script.Captures;
import dev.websocketexporter.script.Message;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Plays the steps of a conversation in order: what a step expects comes first, then what it sends. */
public final class StepRunner {
    private static final int MAX_LABEL_CHARS = 256;

    private final ConversationRun talk;
    private final BlockingExecutor offload;
    private final List<Step> steps;
    private final LongConsumer then;
    private final SentSecrets secrets;
    /** How many steps have begun. */
    private int begun;

    private Captures captures = Captures.NONE;
    private ConversationRun.@Nullable Timer limit;
    private long lastEvent;

    /** @param then is told, when all steps are done, at which tick the last of them was */
    StepRunner(ConversationRun talk, BlockingExecutor offload, List<Step> steps, LongConsumer then) {
        this.talk = talk;
        this.offload = offload;
        this.steps = steps;
        this.then = then;
        this.secrets = new SentSecrets(talk.context().log());
        this.lastEvent = talk.context().ticker().read();
    }

    /** Begins the next step, if there is one. */
    void next() {
        if (begun == steps.size()) {
            then.accept(lastEvent);
            return;
        }
        Step step = steps.get(begun++);
        talk.record().stepBegan(step.label(begun), talk.context().ticker().read());
        Duration timeout = step.timeout();
        if (timeout != null) {
            limit = talk.after(timeout, () -> overdue(timeout));
        }
        if (step.expectation() == null) {
            act(step, Captures.NONE);
        } else {
            expect(step);
        }
    }

    private void expect(Step step) {
        ExpectStep awaiting = new ExpectStep(talk, offload, step, name(step), secrets);
        awaiting.begin(match -> {
            lastEvent = match.readAt();
            Captures own = match.captures();
            captures = own.over(captures);
            act(step, own);
        });
    }

    /** What follows from what the step has matched, or from what steps before it have. */
    private void act(Step step, Captures own) {
        for (StepLabel label : step.labels()) {
            talk.record().label(label.name(), labelValue(expanded(label.value(), own)));
        }
        if (step.payload() == null) {
            done(step);
            return;
        }
        talk.waitFor(() -> name(step) + ": what it sends to be written");
        StepPayload payload = new StepPayload(talk.context(), offload, secrets);
        talk.when(
                payload.message(step.payload(), template -> expanded(template, own)), message -> write(step, message));
    }

    private void write(Step step, Message message) {
        talk.context().log().debug(name(step) + ": sending " + secrets.shown(message));
        talk.when(talk.session().send(message), written -> {
            lastEvent = talk.context().ticker().read();
            done(step);
        });
    }

    private void done(Step step) {
        if (limit != null) {
            limit.cancel();
            limit = null;
        }
        Duration took = talk.record().stepEnded(lastEvent);
        talk.context().log().debug(name(step) + ": done after " + Quantities.of(took));
        talk.go(this::next);
    }

    /** Where the step has a match of its own, that is what is referred to; else the nearest earlier one that has it. */
    private String expanded(Template template, Captures own) {
        return (template.dialect() == Template.Dialect.GO ? own : captures).expand(template);
    }

    private String labelValue(String value) {
        return secrets.areTooMany()
                ? Secret.HIDDEN
                : Printable.beginning(talk.context().log().withoutSecrets(value), MAX_LABEL_CHARS);
    }

    private void overdue(Duration timeout) {
        String detail = "the " + Quantities.of(timeout) + " of the step were over while waiting for "
                + talk.context().waitingFor();
        talk.fail(
                new ProbeFailedException(Phase.CONVERSATION, Reason.TIMEOUT, detail),
                talk.context().ticker().read());
    }

    private String name(Step step) {
        return "step " + begun + (step.name() == null ? "" : " (" + step.name() + ")");
    }

    /** Makes a message of what a step sends. */
    static final class StepPayload {
        private final PhaseContext context;
        private final BlockingExecutor offload;
        private final SentSecrets secrets;

        StepPayload(PhaseContext context, BlockingExecutor offload, SentSecrets secrets) {
            this.context = context;
            this.offload = offload;
            this.secrets = secrets;
        }

        /** The message; fails when the file that holds it cannot be read. */
        CompletableFuture<Message> message(Payload payload, Function<Template, String> expanded) {
            if (payload instanceof Payload.InFile file) {
                return offload.call(context, () -> SecretPayload.read(file.path()))
                        .thenApply(secret -> {
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
}
