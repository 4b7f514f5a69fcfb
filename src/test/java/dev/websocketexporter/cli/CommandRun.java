package dev.websocketexporter.cli;

import dev.websocketexporter.probe.PhaseListener;
import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.ProbeResult.Outcome;
import dev.websocketexporter.probe.Prober;
import dev.websocketexporter.probe.Ticker;
import dev.websocketexporter.probe.module.TlsVersion;
import dev.websocketexporter.probe.watch.Holder;
import dev.websocketexporter.testkit.FakeProber;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A command in this JVM, with a prober whose outcomes the test says in advance. */
final class CommandRun {
    private InputStream in = InputStream.nullInputStream();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private OutputStream stdout = out;
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Map<String, String> environment = new LinkedHashMap<>();
    private final Deque<Outcome> outcomes = new ArrayDeque<>();
    private final List<ProbeRequest> requests = new ArrayList<>();
    private final List<ProbeRequest> warmedUpFor = new ArrayList<>();
    private boolean terminal;
    private int interruptsAfter = Integer.MAX_VALUE;
    private Runnable interrupt = () -> {};

    /** Each probe ends at once, with the next of these. */
    CommandRun outcomes(Outcome... next) {
        outcomes.addAll(Arrays.asList(next));
        return this;
    }

    CommandRun stdin(String text) {
        in = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    CommandRun onATerminal() {
        terminal = true;
        return this;
    }

    CommandRun environment(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** As on a full disk, or when it is closed. */
    CommandRun withoutStdout() {
        stdout = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("No space left on device");
            }
        };
        return this;
    }

    /** Ctrl-C comes when so many probes have ended; the next one, if any, hangs until it is cancelled. */
    CommandRun interruptedAfter(int probes) {
        interruptsAfter = probes;
        return this;
    }

    /** Ctrl-C comes as soon as this has been written. */
    CommandRun interruptedAfterWriting(String words) {
        stdout = new OutputStream() {
            @Override
            public void write(int b) {
                out.write(b);
                if (out().endsWith(words)) {
                    interrupt.run();
                }
            }
        };
        return this;
    }

    int run(String... arguments) {
        Surroundings surroundings = new Surroundings(
                in,
                new PrintStream(stdout, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                terminal ? Surroundings.Destination.TERMINAL : Surroundings.Destination.OTHER,
                environment,
                Ticker.system(),
                action -> interrupt = action,
                FakeEngine::new,
                () -> EnumSet.allOf(TlsVersion.class));
        return new CommandLine(surroundings, List.of()).run(arguments);
    }

    String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    /** What was probed. */
    List<ProbeRequest> requests() {
        return requests;
    }

    List<ProbeRequest> warmedUpFor() {
        return warmedUpFor;
    }

    private final class FakeEngine implements Surroundings.Engine, Prober {
        @Override
        public Prober prober() {
            return this;
        }

        @Override
        public Holder holder() {
            return (request, plan, listener) -> {
                throw new AssertionError("nothing is held");
            };
        }

        @Override
        public void warmUpFor(ProbeRequest next) {
            warmedUpFor.add(next);
        }

        @Override
        public Handle start(ProbeRequest request) {
            throw new AssertionError("no command probes without a listener");
        }

        @Override
        public Handle start(ProbeRequest request, PhaseListener listener) {
            requests.add(request);
            FakeHandle handle = new FakeHandle(request);
            if (requests.size() > interruptsAfter) {
                interrupt.run();
            } else {
                handle.end(outcomes.isEmpty() ? new Outcome.Success() : outcomes.removeFirst());
            }
            return handle;
        }
    }

    private static final class FakeHandle implements Prober.Handle {
        private final ProbeRequest request;
        private final CompletableFuture<ProbeResult> result = new CompletableFuture<>();

        FakeHandle(ProbeRequest request) {
            this.request = request;
        }

        void end(Outcome outcome) {
            result.complete(FakeProber.result(request, outcome));
        }

        @Override
        public CompletionStage<ProbeResult> result() {
            return result;
        }

        @Override
        public CompletionStage<Void> released() {
            return result.thenAccept(ended -> {});
        }

        @Override
        public void cancel() {
            end(new Outcome.Cancelled());
        }
    }
}
