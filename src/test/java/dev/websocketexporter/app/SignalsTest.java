package dev.websocketexporter.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 10, unit = TimeUnit.SECONDS)
class SignalsTest {
    private final List<Integer> halts = new ArrayList<>();
    private final Signals signals = new Signals(halts::add);

    @Test
    void firstSignalEndsTheWait() {
        signals.ended("TERM", 15);
        assertThat(signals.awaitEnd()).isEqualTo("SIGTERM");
        assertThat(halts).isEmpty();
    }

    @Test
    void secondSignalEndsTheProcessAtOnce() {
        signals.ended("TERM", 15);
        signals.ended("INT", 2);
        assertThat(halts).containsExactly(130);
        assertThat(signals.awaitEnd()).isEqualTo("SIGTERM");
    }

    @Test
    void hangUpReloads() {
        List<String> reloads = new ArrayList<>();
        signals.onHangUp(() -> reloads.add("reload"));
        signals.hungUp();
        signals.hungUp();
        assertThat(reloads).hasSize(2);
    }

    @Test
    void hangUpThatComesTooEarlyIsRemembered() {
        List<String> reloads = new ArrayList<>();
        signals.hungUp();
        signals.onHangUp(() -> reloads.add("reload"));
        assertThat(reloads).hasSize(1);
    }

    @Test
    void hangUpEndsNothing() {
        signals.hungUp();
        signals.hungUp();
        signals.ended("INT", 2);
        assertThat(signals.awaitEnd()).isEqualTo("SIGINT");
        assertThat(halts).isEmpty();
    }

    /** URG, since a process that nobody handles it in ignores it. By the shell's own kill: not every machine has another. */
    @Test
    void signalOfTheProcessReachesItsHandler() throws Exception {
        CompletableFuture<String> received = new CompletableFuture<>();
        JvmSignals.handle("URG", (name, number) -> received.complete(name + " " + number));
        new ProcessBuilder("sh", "-c", "kill -URG " + ProcessHandle.current().pid())
                .inheritIO()
                .start()
                .waitFor();
        assertThat(received.get()).isEqualTo("URG 23");
    }
}
