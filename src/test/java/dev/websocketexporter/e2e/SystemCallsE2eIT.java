package dev.websocketexporter.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * How many system calls a probe makes, from the request to the answer, stays what it was. Calls that wait or wake depend on how
 * threads were scheduled, so they have a bound of their own, which is wide. The Java runtime only interprets: its compiler's
 * threads make calls of their own.
 */
@Tag("e2e")
@Timeout(180)
class SystemCallsE2eIT {
    private static final int PROBES = 200;

    /** A machine with other work cuts what arrives into more pieces, and never into fewer: one round within the limits is enough. */
    private static final int ROUNDS = 3;

    private static final Set<String> SCHEDULING = Set.of(
            "futex", "epoll_wait", "epoll_pwait", "epoll_pwait2", "sched_yield", "restart_syscall", "timerfd_settime");

    /** A row of {@code strace -c}: the share, seconds, time of each, calls, maybe errors, the name. */
    private static final Pattern ROW =
            Pattern.compile("(?m)^ *[\\d.]+ +[\\d.]+ +\\d+ +(\\d+) +(?:\\d+ +)?([a-z]\\w*)$");

    /** Counted: 28.2, and 7.8 that depend on scheduling. */
    private static final Limits PLAIN = new Limits(30, 18);

    /** Counted: 34.9, and 10.3 that depend on scheduling. */
    private static final Limits SECURE = new Limits(37, 24);

    @TempDir
    private static Path directory;

    private static Path strace;
    private static CostStage stage;

    /**
     * How many a probe may make.
     *
     * @param working sockets, reads, writes and whatever else does not depend on scheduling
     * @param scheduling those that wait or wake
     */
    private record Limits(double working, double scheduling) {
        boolean holdFor(Map<String, Double> calls) {
            return sum(calls, false) < working && sum(calls, true) < scheduling;
        }
    }

    @BeforeAll
    static void start() throws IOException {
        strace = Tools.require("strace");
        stage = CostStage.open(directory, "-Xint");
    }

    @AfterAll
    static void stop() {
        if (stage != null) {
            stage.close();
        }
    }

    @Test
    void aPlainProbeMakesNoMoreCallsThanItDid() throws IOException {
        assertWithin(PLAIN, stage.plainUrl());
    }

    @Test
    void aSecureProbeMakesNoMoreCallsThanItDid() throws IOException {
        assertWithin(SECURE, stage.secureUrl());
    }

    private static Map<String, Double> callsEach(String url) throws IOException {
        Path summary = directory.resolve("calls.txt");
        try (ManagedProcess tracer = ManagedProcess.start(
                directory,
                List.of(strace.toString(), "-f", "-c", "-o", summary.toString(), "-p", String.valueOf(stage.pid())))) {
            tracer.awaitReady(() -> tracer.output().contains("attached"));
            stage.probe(url, PROBES);
            tracer.terminate();
            tracer.awaitExit();
        }
        Matcher rows = ROW.matcher(Files.readString(summary));
        Map<String, Double> calls = new TreeMap<>();
        while (rows.find()) {
            if (!rows.group(2).equals("total")) {
                calls.put(rows.group(2), Double.parseDouble(rows.group(1)) / PROBES);
            }
        }
        return calls;
    }

    private static void assertWithin(Limits limits, String url) throws IOException {
        Map<String, Double> calls = callsEach(url);
        for (int round = 1; round < ROUNDS && !limits.holdFor(calls); round++) {
            System.out.println("system calls of a probe, one round: " + calls);
            calls = callsEach(url);
        }
        double scheduling = sum(calls, true);
        double working = sum(calls, false);
        System.out.println("system calls of a probe: " + working + " and " + scheduling + " " + calls);
        assertThat(calls).as("what every probe does").containsKeys("connect", "close");
        assertThat(working).as("system calls of a probe: %s", calls).isLessThan(limits.working());
        assertThat(scheduling).as("calls that wait or wake: %s", calls).isLessThan(limits.scheduling());
    }

    private static double sum(Map<String, Double> calls, boolean scheduling) {
        return calls.entrySet().stream()
                .filter(call -> SCHEDULING.contains(call.getKey()) == scheduling)
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }
}
