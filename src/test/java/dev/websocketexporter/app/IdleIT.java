package dev.websocketexporter.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.websocketexporter.cli.CommandLine;
import dev.websocketexporter.cli.Surroundings;
import dev.websocketexporter.cli.Surroundings.Destination;
import dev.websocketexporter.engine.EngineSettings;
import dev.websocketexporter.engine.NettyProber;
import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.Prober;
import dev.websocketexporter.probe.Ticker;
import dev.websocketexporter.probe.module.ProxySettings.ProxyEnvironment;
import dev.websocketexporter.probe.watch.Holder;
import dev.websocketexporter.testkit.Conditions;
import dev.websocketexporter.testkit.Peer;
import dev.websocketexporter.testkit.ReceivedFrame;
import dev.websocketexporter.testkit.Relay;
import dev.websocketexporter.testkit.Script;
import dev.websocketexporter.testkit.ScriptedServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code idle} with the engine, against servers that lose idle connections, each in its way. */
@Timeout(60)
@Execution(ExecutionMode.CONCURRENT) // it waits nearly all of its time
class IdleIT {
    private static final Duration LIMIT = Duration.ofMillis(900);
    private static final String LENGTHS = "--lengths=300ms,500ms,600ms,1200ms,1500ms";
    private static final int PING = 0x9;
    private static final int PONG = 0xa;

    @TempDir
    private static Path directory;

    private static NettyProber prober;
    private static Path impatient;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private volatile Runnable interrupt = () -> {};

    @BeforeAll
    static void open() throws Exception {
        prober = new NettyProber(EngineSettings.ofThisMachine(
                "websocket_exporter/test", ProxyEnvironment.of(Map.of()), Ticker.system(), Clock.systemUTC()));
        impatient = Files.writeString(
                directory.resolve("config.yml"), "modules: {websocket: {websocket: {heartbeat: {timeout: 800ms}}}}\n");
    }

    @AfterAll
    static void close() {
        prober.close();
    }

    private record Engine() implements Surroundings.Engine {
        @Override
        public Prober prober() {
            return prober;
        }

        @Override
        public Holder holder() {
            return prober;
        }

        @Override
        public void warmUpFor(ProbeRequest next) {}
    }

    private int run(Destination destination, ScriptedServer server, String... flags) {
        return run(destination, server.port(), flags);
    }

    private int run(Destination destination, int port, String... flags) {
        List<String> words = new CopyOnWriteArrayList<>(flags);
        words.add(0, "idle");
        if (words.stream().noneMatch(word -> word.startsWith("--config.file="))) {
            words.add("--config.file=" + impatient);
        }
        words.add("ws://127.0.0.1:" + port + "/?token=hunter2");
        PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        Surroundings surroundings = new Surroundings(
                InputStream.nullInputStream(),
                stream,
                stream,
                destination,
                Map.of("LANG", "C.UTF-8"),
                Ticker.system(),
                action -> interrupt = action,
                Engine::new,
                EngineSettings::tlsVersions);
        return new CommandLine(surroundings, List.of()).run(words.toArray(String[]::new));
    }

    private JsonNode json(Script script, String... flags) throws IOException {
        try (ScriptedServer server = ScriptedServer.plain(script)) {
            return json(server.port(), flags);
        }
    }

    private JsonNode json(int port, String... flags) throws IOException {
        String[] all = new String[flags.length + 1];
        System.arraycopy(flags, 0, all, 1, flags.length);
        all[0] = "--output=json";
        assertThat(run(Destination.TERMINAL, port, all)).as("%s", out).isZero();
        return new ObjectMapper().readTree(out.toString(StandardCharsets.UTF_8));
    }

    /** Answers pings and Closes; loses its patience after a time without any frame. */
    private static Script losing(Duration limit, Script loss) {
        return peer -> {
            peer.upgrade();
            peer.expectWithin(limit);
            try {
                serve(peer);
            } catch (SocketTimeoutException idle) {
                peer.expectWithin(Duration.ZERO);
                loss.play(peer);
            }
        };
    }

    private static void serve(Peer peer) throws IOException {
        for (ReceivedFrame frame = peer.readFrame(); ; frame = peer.readFrame()) {
            if (frame.isClose()) {
                peer.sendFrame(frame.opcode(), frame.payload());
                peer.fin();
                return;
            }
            if (frame.opcode() == PING) {
                peer.sendFrame(PONG, frame.payload());
            }
        }
    }

    private static Script end(String by) {
        return switch (by) {
            case "close" ->
                peer -> {
                    peer.sendClose(4001, "idle");
                    peer.readFrame();
                    peer.fin();
                };
            case "fin" -> Peer::fin;
            case "rst" -> Peer::reset;
            default -> throw new IllegalArgumentException(by);
        };
    }

    @ParameterizedTest
    @CsvSource({"close, 4001", "fin, 0", "rst, 0"})
    void endThatIsToldIsFoundWithWhoEndsItAndPingsKeepItAlive(String by, int code) throws Exception {
        JsonNode found = json(losing(LIMIT, end(by)), LENGTHS);
        assertThat(found.at("/verdict/kind").textValue()).as("%s", found).isEqualTo("limit");
        assertThat(found.at("/verdict/limit_seconds").doubleValue()).isBetween(0.72, 1.08);
        assertThat(found.at("/verdict/ended_by").textValue()).isEqualTo(by);
        assertThat(found.at("/verdict/close_code").intValue()).isEqualTo(code);
        assertThat(found.at("/pings/outcome").textValue()).isEqualTo("kept");
        assertThat(found.at("/pings/interval_seconds").doubleValue()).isBetween(0.3, 0.45);
        assertThat(found.at("/connections")).hasSize(5);
        assertThat(found.toString()).doesNotContain("hunter2", "\u001b");
    }

    @Test
    void pathThatForgetsIsHalfOpenBetweenTwoLengths() throws Exception {
        JsonNode found = json(losing(LIMIT, Peer::silence), LENGTHS);
        assertThat(found.at("/verdict/kind").textValue()).as("%s", found).isEqualTo("half_open");
        assertThat(found.at("/verdict/ended_by").textValue()).isEqualTo("nobody");
        assertThat(found.at("/verdict/min_seconds").doubleValue()).isEqualTo(0.6);
        assertThat(found.at("/verdict/max_seconds").doubleValue()).isEqualTo(1.2);
        assertThat(found.at("/verdict/limit_seconds").doubleValue()).isBetween(0.72, 1.08);
        assertThat(found.at("/pings/outcome").textValue()).isEqualTo("kept");
    }

    /** With the lengths that nobody chose, and a server that speaks: only the path forgets. */
    @Test
    void usualLengthsFindAPathThatForgetsWithin20Percent() throws Exception {
        Duration memory = Duration.ofMillis(940);
        Path hasty = Files.writeString(
                directory.resolve("hasty.yml"),
                "modules: {websocket: {websocket: {heartbeat: {timeout: 800ms}, close: {timeout: 100ms}}}}\n");
        try (ScriptedServer server = ScriptedServer.plain(peer -> {
                    peer.upgrade();
                    serve(peer);
                });
                Relay relay = new Relay(server.port(), memory)) {
            JsonNode found = json(relay.port(), "--max=3s", "--config.file=" + hasty);
            assertThat(found.at("/verdict/kind").textValue()).as("%s", found).isEqualTo("half_open");
            assertThat(found.at("/verdict/ended_by").textValue()).isEqualTo("nobody");
            assertThat(found.at("/verdict/limit_seconds").doubleValue())
                    .isBetween(0.8 * memory.toMillis() / 1_000, 1.2 * memory.toMillis() / 1_000);
            assertThat(found.at("/pings/outcome").textValue()).isEqualTo("kept");
        }
    }

    /** As a load balancer does that has forgotten a connection: a Close that is late is answered as a ping would be. */
    @Test
    void resetOfACloseThatIsTooLateIsNoAnswer() throws Exception {
        JsonNode found = json(
                peer -> {
                    peer.upgrade();
                    peer.expectWithin(LIMIT);
                    try {
                        ReceivedFrame frame = peer.readFrame();
                        while (!frame.isClose()) {
                            frame = peer.readFrame();
                        }
                        peer.sendFrame(frame.opcode(), frame.payload());
                        peer.fin();
                    } catch (SocketTimeoutException idle) {
                        peer.expectWithin(Duration.ZERO);
                        peer.readFrame();
                        peer.reset();
                    }
                },
                "--lengths=300ms,600ms,1200ms");
        assertThat(found.at("/asked_with").textValue()).as("%s", found).isEqualTo("close");
        assertThat(found.at("/verdict/kind").textValue()).isEqualTo("half_open");
        assertThat(found.at("/verdict/ended_by").textValue()).isEqualTo("rst");
        assertThat(found.at("/verdict/min_seconds").doubleValue()).isEqualTo(0.6);
    }

    /** Then its end would look just as that of a path that has forgotten. */
    @Test
    void serverThatEndsWithoutACloseIsNotAskedWithOne() throws Exception {
        JsonNode found = json(
                peer -> {
                    peer.upgrade();
                    while (!peer.readFrame().isClose()) {
                        // no pongs
                    }
                    peer.fin();
                },
                "--lengths=200ms,400ms");
        assertThat(found.at("/asked_with").textValue()).as("%s", found).isEqualTo("none");
        assertThat(found.at("/verdict/kind").textValue()).isEqualTo("no_limit");
    }

    /** As a firewall does that answers packets of unknown connections. */
    @Test
    void resetOfWhoeverSpeaksTooLateIsNoLimitThatIsSeenAtOnce() throws Exception {
        JsonNode found = json(
                losing(LIMIT, peer -> {
                    peer.readFrame();
                    peer.reset();
                }),
                LENGTHS);
        assertThat(found.at("/verdict/kind").textValue()).as("%s", found).isEqualTo("half_open");
        assertThat(found.at("/verdict/ended_by").textValue()).isEqualTo("rst");
        assertThat(found.at("/answer").textValue()).contains("only who speaks then finds out: RST");
    }

    @Test
    void pingsAreOfNoUseAgainstALimitOfAge() throws Exception {
        JsonNode found = json(
                peer -> {
                    peer.upgrade();
                    CompletableFuture<Void> age = CompletableFuture.runAsync(
                            () -> {
                                try {
                                    peer.endOutput();
                                } catch (IOException e) {
                                    throw new IllegalStateException(e);
                                }
                            },
                            CompletableFuture.delayedExecutor(LIMIT.toMillis(), TimeUnit.MILLISECONDS));
                    serve(peer);
                },
                LENGTHS);
        assertThat(found.at("/verdict/kind").textValue()).as("%s", found).isEqualTo("limit");
        assertThat(found.at("/pings/outcome").textValue()).isEqualTo("lost");
        assertThat(found.at("/pings/ended_by").textValue()).isEqualTo("fin");
        assertThat(found.at("/advice").toString()).contains("Pings do not help");
    }

    @Test
    void serverWithoutPongsIsAskedWithACloseAndPingsMayHelpAllTheSame() throws Exception {
        JsonNode found = json(
                peer -> {
                    peer.upgrade();
                    peer.expectWithin(LIMIT);
                    try {
                        ReceivedFrame frame = peer.readFrame();
                        while (!frame.isClose()) {
                            frame = peer.readFrame();
                        }
                        peer.sendFrame(frame.opcode(), frame.payload());
                        peer.fin();
                    } catch (SocketTimeoutException idle) {
                        peer.expectWithin(Duration.ZERO);
                        peer.silence();
                    }
                },
                "--lengths=300ms,600ms,1200ms");
        assertThat(found.at("/asked_with").textValue()).as("%s", found).isEqualTo("close");
        assertThat(found.at("/verdict/kind").textValue()).isEqualTo("half_open");
        assertThat(found.at("/verdict/min_seconds").doubleValue()).isEqualTo(0.6);
        assertThat(found.at("/verdict/max_seconds").doubleValue()).isEqualTo(1.2);
        assertThat(found.at("/pings/outcome").textValue()).isEqualTo("kept");
    }

    /** As Node's inspector does. */
    @Test
    void serverThatEndsAtAPingIsNotPinged() throws Exception {
        JsonNode found = json(
                peer -> {
                    peer.upgrade();
                    ReceivedFrame frame = peer.readFrame();
                    if (frame.isClose()) {
                        peer.sendFrame(frame.opcode(), frame.payload());
                    }
                    peer.fin();
                },
                "--lengths=200ms,400ms");
        assertThat(found.at("/asked_with").textValue()).as("%s", found).isEqualTo("close");
        assertThat(found.at("/asked_with_detail").textValue()).startsWith("a ping ends a fresh connection: the server");
        assertThat(found.at("/verdict/kind").textValue()).isEqualTo("no_limit");
        assertThat(found.at("/verdict/works_seconds").doubleValue()).isEqualTo(0.4);
    }

    @Test
    void limitOfAServerThatEndsAtAPingIsToldWithoutAnyPing() throws Exception {
        List<Integer> opcodes = new CopyOnWriteArrayList<>();
        JsonNode found = json(
                peer -> {
                    peer.upgrade();
                    peer.expectWithin(LIMIT);
                    try {
                        ReceivedFrame frame = peer.readFrame();
                        opcodes.add(frame.opcode());
                        if (frame.isClose()) {
                            peer.sendFrame(frame.opcode(), frame.payload());
                        }
                    } catch (SocketTimeoutException idle) {
                        peer.expectWithin(Duration.ZERO);
                    }
                    peer.fin();
                },
                "--lengths=300ms,1500ms");
        assertThat(found.at("/verdict/kind").textValue()).as("%s", found).isEqualTo("limit");
        assertThat(found.has("pings")).isFalse();
        assertThat(found.at("/advice").toString())
                .contains("Do not ping: the server ends a connection at a ping")
                .doesNotContain("Ping at least");
        assertThat(opcodes).as("of the fresh connection alone").containsOnlyOnce(PING);
    }

    @Test
    void serverThatAnswersNothingIsToldApartFromAPathThatForgets() throws Exception {
        JsonNode found = json(
                peer -> {
                    peer.upgrade();
                    peer.silence();
                },
                "--lengths=200ms,400ms");
        assertThat(found.at("/asked_with").textValue()).as("%s", found).isEqualTo("none");
        assertThat(found.at("/answer").textValue()).isEqualTo("nobody ends an idle connection within 400 ms");
        assertThat(found.at("/advice").toString()).contains("a half-open path would not be seen");
    }

    @Test
    void serverThatPingsLeavesNoConnectionIdle() throws Exception {
        JsonNode found = json(
                peer -> {
                    peer.upgrade();
                    peer.expectWithin(Duration.ofMillis(200));
                    while (true) {
                        try {
                            serve(peer);
                            return;
                        } catch (SocketTimeoutException pause) {
                            peer.sendFrame(PING);
                        }
                    }
                },
                "--lengths=300ms,1200ms");
        assertThat(found.at("/verdict/kind").textValue()).as("%s", found).isEqualTo("never_idle");
        assertThat(found.at("/verdict/server_sends").textValue()).isEqualTo("pings");
        assertThat(found.at("/verdict/every_seconds").doubleValue()).isBetween(0.15, 0.6);
    }

    @Test
    void moduleWhoseSuccessIsARefusalHoldsNothing() throws Exception {
        Files.writeString(
                directory.resolve("refused.yml"), "modules: {websocket: {websocket: {valid_status_codes: [401]}}}\n");
        try (ScriptedServer server = ScriptedServer.plain(peer -> {
            peer.readHead();
            peer.send("HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n");
        })) {
            assertThat(run(Destination.OTHER, server, "--config.file=" + directory.resolve("refused.yml")))
                    .isZero();
            assertThat(out.toString(StandardCharsets.UTF_8))
                    .contains("not known: processing/unexpected_status: ", "a module whose success is a 101");
        }
    }

    @Test
    void interruptTellsWhatIsKnownAndClosesPolitely() throws Exception {
        AtomicInteger held = new AtomicInteger();
        List<Integer> codes = new CopyOnWriteArrayList<>();
        Script script = peer -> {
            peer.upgrade();
            held.incrementAndGet();
            for (ReceivedFrame frame = peer.readFrame(); ; frame = peer.readFrame()) {
                if (frame.isClose()) {
                    codes.add(frame.closeCode());
                    peer.sendFrame(frame.opcode(), frame.payload());
                    peer.fin();
                    return;
                }
                peer.sendFrame(PONG, frame.payload());
            }
        };
        try (ScriptedServer server = ScriptedServer.plain(script)) {
            CompletableFuture<Integer> status =
                    CompletableFuture.supplyAsync(() -> run(Destination.TERMINAL, server, "--lengths=200ms,20m,30m"));
            // The base probe, the fresh connection and the three; the shortest has answered when its Close has come.
            Conditions.await(
                    Duration.ofSeconds(30), () -> held.get() == 5 && codes.size() == 3, () -> codes.toString());
            interrupt.run();
            assertThat(status.get(20, TimeUnit.SECONDS)).isZero();
            assertThat(codes).containsExactly(1000, 1000, 1000, 1001, 1001);
        }
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("silent        2 connections, for ", " of 30 min")
                .containsSubsequence(
                        "cut short", "broken off", "not known; an idle connection still works after 200 ms");
    }

    /** Also not if the module grants it an hour to answer. */
    @Test
    void serverThatAnswersNoCloseDoesNotKeepTheAnswerBack() throws Exception {
        Path patient = Files.writeString(
                directory.resolve("patient.yml"), "modules: {websocket: {websocket: {close: {timeout: 1h}}}}\n");
        Script script = peer -> {
            peer.upgrade();
            for (ReceivedFrame frame = peer.readFrame(); ; frame = peer.readFrame()) {
                if (frame.opcode() == PING) {
                    peer.sendFrame(PONG, frame.payload());
                }
            }
        };
        JsonNode found = json(script, "--lengths=100ms", "--timeout=1s", "--config.file=" + patient);
        assertThat(found.at("/verdict/kind").textValue()).as("%s", found).isEqualTo("no_limit");
    }

    /** As one that refuses by a Close what it has let through the upgrade. */
    @Test
    void serverThatClosesAtOnceHasNoLimitOfIdleTime() throws Exception {
        JsonNode found = json(
                peer -> {
                    peer.upgrade();
                    peer.sendClose(4401, "who are you?");
                    peer.readFrame();
                    peer.fin();
                },
                "--lengths=200ms,2s");
        assertThat(found.at("/verdict/kind").textValue()).as("%s", found).isEqualTo("unknown");
        assertThat(found.at("/answer").textValue())
                .startsWith("not known: each connection is ended as soon as it is open: the server sent Close 4401");
    }
}
