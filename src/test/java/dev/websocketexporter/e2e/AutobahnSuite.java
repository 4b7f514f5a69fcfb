package dev.websocketexporter.e2e;

import dev.websocketexporter.conformance.EchoClient;
import dev.websocketexporter.conformance.EchoClient.Offer;
import dev.websocketexporter.testkit.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;

/** The Autobahn test suite: its own cases, which a fuzzing server of {@code src/test/e2e/autobahn} plays with a client. */
final class AutobahnSuite {
    private static final Path START =
            Path.of("src", "test", "e2e", "autobahn", "start").toAbsolutePath();

    /** Statuses with which the program says that it cannot be had here, and that something is missing. */
    private static final int NOT_HERE = 77;

    private static final int MISSING = 69;
    private static final Duration STARTS_WITHIN = Duration.ofMinutes(5);
    private static final Duration REPORTS_WITHIN = Duration.ofMinutes(2);

    /** Most of the short cases wait for something. */
    private static final int AT_ONCE = 4;

    /**
     * The groups of cases in which the suite's server wants to name {@code client_no_context_takeover}. It declines
     * compression unless the client named it first, which RFC 7692 §7.1.1.2 does not ask for.
     */
    private static final List<String> WITHOUT_CONTEXT = List.of("13.2.", "13.5.", "13.6.", "13.7.");

    private AutobahnSuite() {}

    /**
     * What the suite says of one case.
     *
     * @param behavior what was exchanged: OK, NON-STRICT, INFORMATIONAL, UNIMPLEMENTED, FAILED or ERROR
     * @param behaviorClose how the connection ended: OK, INFORMATIONAL, or what was wrong
     */
    record Verdict(String behavior, String behaviorClose) {
        static final Verdict OK = new Verdict("OK", "OK");
    }

    /**
     * Plays all cases, and returns the suite's own report: a verdict for each case that was played to its end.
     *
     * @param directory empty; the report is put there
     * @param arguments of the program
     */
    static Map<String, Verdict> play(EchoClient client, Path directory, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(START.toString()));
        command.addAll(arguments);
        ManagedProcess server = ManagedProcess.start(directory, command);
        try {
            OptionalInt ended = server.awaitReadyOrEnd(
                    STARTS_WITHIN, () -> !Announced.urls(server).isEmpty());
            if (ended.isPresent()) {
                cannotBeHad(ended.getAsInt(), server.output().strip());
            }
            String url = Announced.urls(server).get("autobahn");
            playAll(client, url, Files.readAllLines(directory.resolve("cases")));
            client.echo(url + "/updateReports", Offer.NOTHING).join();
            int status = server.awaitExit(REPORTS_WITHIN);
            if (status != 0) {
                throw new AssertionError("the suite ended with " + status + ": " + server.output());
            }
        } finally {
            server.closeWithChildren();
        }
        return report(directory.resolve("report").resolve("index.json"));
    }

    private static void cannotBeHad(int status, String said) {
        switch (status) {
            case MISSING -> Programs.missing(said);
            case NOT_HERE -> Programs.skipUnless(false, said);
            default -> throw new AssertionError("the suite ended with " + status + ": " + said);
        }
    }

    /** @param ids in the order of their numbers in the suite's URLs, which begin with 1 */
    private static void playAll(EchoClient client, String url, List<String> ids) {
        Semaphore free = new Semaphore(AT_ONCE);
        List<CompletableFuture<?>> played = new ArrayList<>();
        for (String id : ids) {
            free.acquireUninterruptibly();
            String target = url + "/runCase?agent=websocket_exporter&case=" + (played.size() + 1);
            played.add(client.echo(target, offer(id)).whenComplete((over, failure) -> free.release()));
        }
        CompletableFuture.allOf(played.toArray(CompletableFuture<?>[]::new)).join();
    }

    private static Offer offer(String id) {
        return WITHOUT_CONTEXT.stream().anyMatch(id::startsWith)
                ? Offer.COMPRESSION_WITHOUT_CONTEXT
                : Offer.COMPRESSION;
    }

    /** Its index: agent, case, verdict. */
    private static Map<String, Verdict> report(Path index) throws IOException {
        Map<String, Verdict> verdicts = new LinkedHashMap<>();
        Map<String, Object> agents = ServerTable.map(ServerTable.yaml(Files.readString(index)));
        ServerTable.map(agents.get("websocket_exporter")).forEach((id, verdict) -> {
            Map<String, Object> said = ServerTable.map(verdict);
            verdicts.put(
                    id, new Verdict(String.valueOf(said.get("behavior")), String.valueOf(said.get("behaviorClose"))));
        });
        return verdicts;
    }
}
