package dev.websocketexporter.bench;

import dev.websocketexporter.testkit.Conditions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** From the start of a process to its first successful probe of a target with TLS, and what it holds when idle. */
final class StartUps {
    private static final Duration READY_WITHIN = Duration.ofSeconds(60);
    private static final Duration SETTLING = Duration.ofSeconds(5);
    private static final double NANOS_PER_SECOND = 1e9;
    private static final Pattern TLS_SECONDS =
            Pattern.compile("(?m)^probe_websocket_duration_seconds\\{phase=\"tls\",?} (\\S+)$");

    private final String name;
    private final Starter starter;
    private final List<Double> listening = new ArrayList<>();
    private final List<Double> firstProbes = new ArrayList<>();
    private final List<Double> tlsMillis = new ArrayList<>();
    private final List<Double> idleMebibytes = new ArrayList<>();

    /** How one is started; returns when it listens. */
    @FunctionalInterface
    interface Starter {
        Subject start() throws IOException;
    }

    private final String path;

    /** @param path of the first probe, with the address of its target */
    StartUps(String name, String path, Starter starter) {
        this.name = name;
        this.path = path;
        this.starter = starter;
    }

    void round() throws IOException {
        try (Subject subject = starter.start()) {
            listening.add(secondsSince(subject));
            String answer = get(subject.port(), path);
            if (!answer.contains("\nprobe_success 1")) {
                throw new IllegalStateException(name + ": the first probe failed: " + answer);
            }
            firstProbes.add(secondsSince(subject));
            Matcher tls = TLS_SECONDS.matcher(answer);
            if (tls.find()) {
                tlsMillis.add(Double.parseDouble(tls.group(1)) * 1e3);
            }
            // Ready, warmed up, and nothing to do since.
            long ready = System.nanoTime();
            Conditions.await(
                    READY_WITHIN,
                    () -> System.nanoTime() - ready > SETTLING.toNanos(),
                    () -> name + " does not settle");
            idleMebibytes.add(ProcessFigures.rssMebibytes(subject.process().pid()));
        }
    }

    private static double secondsSince(Subject subject) {
        return (System.nanoTime() - subject.process().startedAtNanos()) / NANOS_PER_SECOND;
    }

    static String get(int port, String path) {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Table table() {
        return new Table(
                "started as", "listens after (s)", "first wss probe after (s)", "its TLS phase (ms)", "idle RSS (MiB)");
    }

    List<String> row() {
        return List.of(
                name,
                spread(listening).text(2),
                spread(firstProbes).text(2),
                spread(tlsMillis).text(1),
                spread(idleMebibytes).text(0));
    }

    private static Spread spread(List<Double> values) {
        return Spread.of(values.stream().mapToDouble(Double::doubleValue).toArray());
    }
}
