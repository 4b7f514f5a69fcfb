package dev.websocketexporter.engine.conversation;

import dev.websocketexporter.engine.run.ProbeFailedException;
import dev.websocketexporter.engine.session.MessageQueue.Received;
import dev.websocketexporter.probe.ProbeResult.LogLine.Topic;
import dev.websocketexporter.probe.module.Conversation.Expectation;
import dev.websocketexporter.probe.module.Conversation.Step;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.probe.value.Printable;
import dev.websocketexporter.script.Captures;
import dev.websocketexporter.script.Judge;
import dev.websocketexporter.script.Judge.Judgement;
import dev.websocketexporter.script.Message;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Waits for the message that a step expects. */
final class ExpectStep {
    /** A longer message is not kept only because it may have to be shown. */
    private static final int LONGEST_KEPT_BYTES = 4 * 1024;

    private static final int MAX_DETAIL_CHARS = 900;
    /** How many messages of a chatty server are worth a line in the log each. */
    private static final int MOST_LOGGED = 20;

    /** What was waited for: when its last byte came off the socket, and what of it was captured. */
    record Matched(long readAt, Captures captures) {}

    private final ConversationRun run;
    private final MessageJudges judges;
    private final Expectation expectation;
    private final int skip;
    private final String name;
    private final SentSecrets secrets;
    private int skipped;
    private @Nullable Supplier<String> lastSkipped;

    ExpectStep(ConversationRun run, MessageJudges judges, Step step, String name, SentSecrets secrets) {
        this.run = run;
        this.judges = judges;
        if (step.expectation() == null) {
            throw new IllegalArgumentException(name + " expects nothing (expected: an expectation)");
        }
        this.expectation = step.expectation();
        this.skip = step.skip();
        this.name = name;
        this.secrets = secrets;
    }

    /** Calls back when a message matches; one that may not come ends the conversation. */
    void begin(Consumer<Matched> matched) {
        run.waitFor(this::words);
        run.context().log().debug(name + ": waiting for " + Judge.words(expectation));
        look(matched);
    }

    private void look(Consumer<Matched> matched) {
        run.when(
                run.session().frames().next(),
                received -> run.when(
                        judges.judge(run.context(), received.message(), expectation),
                        judgement -> decide(received, judgement, matched)));
    }

    private void decide(Received received, Judgement judgement, Consumer<Matched> matched) {
        Message message = received.message();
        if (judgement instanceof Judgement.Match match) {
            run.context().log().debug(Topic.RECEIVED, name + ": matched by " + secrets.shown(message));
            matched.accept(new Matched(received.readAt(), match.captures()));
        } else if (skip == Step.ANY_NUMBER || skipped < skip) {
            skip(message);
            look(matched);
        } else {
            String why = secrets.areTooMany() ? "not what was expected" : ((Judgement.Mismatch) judgement).why();
            unexpected(message, why, received.readAt());
        }
    }

    private void skip(Message message) {
        skipped++;
        lastSkipped = words(message);
        if (skipped <= MOST_LOGGED) {
            run.context().log().debug(Topic.RECEIVED, name + ": skipping " + secrets.shown(message));
        } else if (skipped == MOST_LOGGED + 1) {
            run.context().log().debug(name + ": skipping more; only the last one will be reported");
        }
    }

    /** Made when they are needed; those of a long message at once, so that it need not be kept. */
    private Supplier<String> words(Message message) {
        if (message.payload().length() <= LONGEST_KEPT_BYTES) {
            return () -> secrets.shown(message);
        }
        String shown = secrets.shown(message);
        return () -> shown;
    }

    private void unexpected(Message message, String why, long readAt) {
        run.context().log().debug(Topic.RECEIVED, name + ": not expected was " + secrets.shown(message));
        String before = skipped == 0 ? "" : " after " + messages(skipped) + " skipped";
        String detail = name + ": the server sent " + secrets.shown(message) + before + ": " + why;
        run.fail(
                new ProbeFailedException(
                        Phase.CONVERSATION, Reason.UNEXPECTED_MESSAGE, Printable.oneLine(detail, MAX_DETAIL_CHARS)),
                readAt);
    }

    private String words() {
        Supplier<String> last = lastSkipped;
        String seen = last == null ? "no message came" : messages(skipped) + " skipped, the last one " + last.get();
        return Printable.oneLine(name + ": " + Judge.words(expectation) + " (" + seen + ")", MAX_DETAIL_CHARS)
                + silence();
    }

    /** Some servers upgrade every path, and never answer on those that nothing handles. */
    private String silence() {
        if (run.session().frames().received().messages() > 0) {
            return "";
        }
        return "; none came since the upgrade: perhaps nothing handles this path"
                + (run.session().sent().messages() == 0 ? "" : ", or the server does not understand what was sent");
    }

    private static String messages(int count) {
        return count == 1 ? "1 message" : count + " messages";
    }
}
