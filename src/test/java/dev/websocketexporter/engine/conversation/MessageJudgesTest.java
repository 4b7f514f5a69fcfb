package dev.websocketexporter.engine.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import dev.websocketexporter.engine.SlowMachine;
import dev.websocketexporter.engine.run.BlockingExecutor;
import dev.websocketexporter.engine.work.ManualRunner;
import dev.websocketexporter.probe.module.Conversation.Expectation;
import dev.websocketexporter.probe.module.ProbeModule;
import dev.websocketexporter.probe.value.Bytes;
import dev.websocketexporter.script.Judge.Judgement;
import dev.websocketexporter.script.Message;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Several probes have a large message to judge at the same time. */
class MessageJudgesTest {
    private static final Expectation ANY = new Expectation.Matching(Pattern.compile("a"));

    private final ManualRunner threads = new ManualRunner();
    private final MessageJudges judges = new MessageJudges(new BlockingExecutor(threads));
    private final SlowMachine first = SlowMachine.probing("ws://a.example/", ProbeModule.withDefaults("m"));
    private final SlowMachine second = SlowMachine.probing("ws://a.example/", ProbeModule.withDefaults("m"));
    private final SlowMachine third = SlowMachine.probing("ws://a.example/", ProbeModule.withDefaults("m"));

    @AfterEach
    void end() {
        first.close();
        second.close();
        third.close();
    }

    @Test
    void largeOnesAreJudgedOneAfterTheOther() {
        CompletableFuture<Judgement> one = judge(first, 65 * 1024);
        CompletableFuture<Judgement> other = judge(second, 65 * 1024);
        turn();
        assertThat(threads.size()).isEqualTo(1);
        threads.runNext();
        turn();
        assertThat(one).isDone();
        assertThat(other).isNotDone();
        assertThat(threads.size()).isEqualTo(1);
        threads.runNext();
        turn();
        assertThat(other).isDone();
    }

    @Test
    void smallerOnesWaitForNoOther() {
        CompletableFuture<Judgement> large = judge(first, 65 * 1024);
        CompletableFuture<Judgement> smaller = judge(second, 64 * 1024);
        CompletableFuture<Judgement> small = judge(third, 16 * 1024);
        turn();
        assertThat(small).isDone();
        assertThat(threads.size()).isEqualTo(2);
        threads.runAll();
        turn();
        assertThat(large).isDone();
        assertThat(smaller).isDone();
    }

    @Test
    void probeThatEndsBeforeItsTurnTakesNone() {
        CompletableFuture<Judgement> one = judge(first, 65 * 1024);
        judge(second, 65 * 1024);
        CompletableFuture<Judgement> last = judge(third, 65 * 1024);
        turn();
        second.run().finish(new CancellationException());
        turn();
        threads.runNext();
        turn();
        assertThat(one).isDone();
        assertThat(threads.size()).isEqualTo(1);
        threads.runNext();
        turn();
        assertThat(last).isDone();
    }

    @Test
    void probeThatEndsBeforeItsThreadIsFreePassesItsTurnOn() {
        judge(first, 65 * 1024);
        CompletableFuture<Judgement> other = judge(second, 65 * 1024);
        turn();
        first.run().finish(new CancellationException());
        turn();
        assertThat(threads.size()).as("the second one's").isEqualTo(1);
        threads.runNext();
        turn();
        assertThat(other).isDone();
    }

    @Test
    void oneThatFindsNoThreadPassesItsTurnOn() {
        threads.fill();
        CompletableFuture<Judgement> one = judge(first, 65 * 1024);
        CompletableFuture<Judgement> other = judge(second, 65 * 1024);
        turn();
        assertThat(one).isCompletedExceptionally();
        assertThat(other).isCompletedExceptionally();
    }

    private CompletableFuture<Judgement> judge(SlowMachine machine, int length) {
        Message message = new Message(Message.Kind.TEXT, Bytes.of(new byte[length]));
        return judges.judge(machine.run().context(), message, ANY);
    }

    /** All loops do what there is to do, in whatever order it came. */
    private void turn() {
        for (int i = 0; i < 3; i++) {
            first.channel().runPendingTasks();
            second.channel().runPendingTasks();
            third.channel().runPendingTasks();
        }
    }
}
