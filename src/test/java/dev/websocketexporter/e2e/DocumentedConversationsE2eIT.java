package dev.websocketexporter.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.testkit.Peer;
import dev.websocketexporter.testkit.ReceivedFrame;
import dev.websocketexporter.testkit.Script;
import dev.websocketexporter.testkit.ScriptedServer;
import dev.websocketexporter.testkit.UpgradeAnswer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The examples of the chapter about the conversation in {@code docs/configuration.md}, played as it says. */
@Tag("e2e")
@Timeout(90)
class DocumentedConversationsE2eIT {
    private static final Path REFERENCE = Path.of("docs/configuration.md");
    private static final Pattern EXAMPLE = Pattern.compile("(?s)```yaml\nmodules:\n(.*?)```");
    private static final int TEXT = 1;
    private static final int BINARY = 2;
    private static final int PING = 9;
    private static final int PONG = 10;
    private static final String LOGIN = "{\"password\":\"guess\"}\n";

    @TempDir
    private static Path directory;

    private static String examples;
    private static Exporter exporter;

    /** The secret's file is one of this test's, and the hold is one that a test can wait for. */
    @BeforeAll
    static void start() throws IOException {
        String reference = Files.readString(REFERENCE);
        String chapter = reference.substring(
                reference.indexOf("## The conversation after the upgrade"), reference.indexOf("## `http_config`"));
        examples = EXAMPLE.matcher(chapter)
                .results()
                .map(example -> example.group(1))
                .collect(Collectors.joining());
        assertThat(examples).containsOnlyOnce("/run/secrets/login.json").containsOnlyOnce("hold: 45s");
        Files.writeString(directory.resolve("login.json"), LOGIN);
        Path file = Files.writeString(
                directory.resolve("config.yml"),
                "modules:\n"
                        + examples.replace("/run/secrets/login.json", "login.json")
                                .replace("hold: 45s", "hold: 1s"));
        exporter = Exporter.start(directory, "--config.file=" + file);
    }

    @AfterAll
    static void stop() {
        exporter.close();
    }

    @Test
    void noExampleIsLeftOut() {
        List<String> modules = Pattern.compile("(?m)^  (\\w+):$")
                .matcher(examples)
                .results()
                .map(module -> module.group(1))
                .toList();

        assertThat(modules)
                .containsExactlyInAnyOrder(
                        "ticker",
                        "session",
                        "graphql",
                        "binary",
                        "login",
                        "heartbeat",
                        "idle",
                        "subscriptions",
                        "proper",
                        "confirmed");
    }

    @Test
    void tickerSubscribesAndWaitsForAPrice() throws IOException {
        Samples samples = succeeded(play("ticker", peer -> {
            hear(peer, "{\"action\":\"subscribe\",\"channel\":\"ticker\"}");
            say(peer, "hello", "{\"motd\":1}", "{\"status\":\"subscribed\"}");
            say(peer, "noise", "{\"channel\":\"trades\",\"price\":\"1\"}", "more noise");
            say(peer, "{ \"price\": 12.50, \"channel\": \"ticker\" }");
        }));

        assertThat(samples.only("probe_expect_info").label("status")).isEqualTo("subscribed");
        assertThat(samples.named("probe_websocket_step_duration_seconds"))
                .extracting(sample -> sample.label("step"))
                .containsExactly("subscribe", "ack", "price");
    }

    @Test
    void tickerFailsWhenTheAnswerIsNotAmongTheNextThree() throws IOException {
        Samples samples = play("ticker", peer -> {
            hear(peer, "{\"action\":\"subscribe\",\"channel\":\"ticker\"}");
            say(peer, "one", "two", "three", "{\"status\":\"subscribed\"}");
        });

        assertThat(samples.failure()).as("%s", samples).isEqualTo("transfer/unexpected_message");
        assertThat(samples.value("probe_websocket_failed_step")).isEqualTo(2);
    }

    @Test
    void sessionSendsWhatWasCaptured() throws IOException {
        succeeded(play("session", peer -> {
            say(peer, "{\"session\":\"s-42\"}");
            hear(peer, "{\"type\":\"resume\",\"session\":\"s-42\"}");
            say(peer, "{\"type\":\"resumed\"}");
            hear(peer, "{\"type\":\"bye\",\"session\":\"s-42\"}");
        }));
    }

    @Test
    void graphqlKeepsItsDollarSigns() throws IOException {
        Samples samples = succeeded(playWith("graphql", "graphql-transport-ws", peer -> {
            hear(peer, "{\"type\":\"connection_init\"}");
            say(peer, "{\"type\":\"connection_ack\"}");
            hear(
                    peer,
                    "{\"id\":\"1\",\"type\":\"subscribe\",\"payload\":{\"query\":\"query ($id: ID!) { user(id: $id) { name } }\","
                            + "\"variables\":{\"id\":\"7\"}}}");
            say(peer, "{\"id\":\"1\",\"type\":\"next\",\"payload\":{\"data\":{\"user\":{\"name\":\"Ada\"}}}}");
        }));

        assertThat(samples.only("probe_websocket_subprotocol_info").label("subprotocol"))
                .isEqualTo("graphql-transport-ws");
    }

    @Test
    void binaryMessagesGoBothWays() throws IOException {
        succeeded(play("binary", peer -> {
            ReceivedFrame frame = peer.readFrame();
            require(frame.opcode() == BINARY, "a binary message", frame);
            peer.sendFrame(BINARY, (byte) 0, (byte) 1, (byte) 2, (byte) 3);
        }));
    }

    @Test
    void loginSendsTheFileAsItIsAndShowsItNowhere() throws IOException {
        Script script = peer -> {
            hear(peer, LOGIN);
            say(peer, "{\"type\":\"welcome\"}");
        };
        Samples samples = succeeded(play("login", script));
        assertThat(samples.labelled("probe_websocket_message_bytes", "direction", "sent"))
                .isEqualTo(LOGIN.length());

        try (ScriptedServer server = ScriptedServer.plain(conversation(Peer::upgrade, script))) {
            String debugText = exporter.get("/probe?debug=true&module=login&target=" + Http.encode(url(server)))
                    .body();
            assertThat(debugText).contains("probe_success 1", "send_file").doesNotContain("guess");
        }
        assertThat(exporter.get("/config").body()).contains("send_file").doesNotContain("guess");
    }

    @Test
    void heartbeatWithAMissingPongIsDegraded() throws IOException {
        Samples samples = succeeded(play("heartbeat", peer -> {
            for (int ping = 1; ping <= 5; ping++) {
                ReceivedFrame frame = peer.readFrame();
                require(frame.opcode() == PING, "a ping", frame);
                if (ping != 3) {
                    peer.sendFrame(PONG, frame.payload());
                }
            }
        }));

        assertThat(samples.value("probe_websocket_pings_sent")).isEqualTo(5);
        assertThat(samples.value("probe_websocket_pongs_received")).isEqualTo(4);
        assertThat(samples.value("probe_websocket_health_status")).isEqualTo(0.5);
    }

    @Test
    void idleHoldsAndThenPings() throws IOException {
        Samples samples = succeeded(play("idle", peer -> {
            ReceivedFrame frame = peer.readFrame();
            require(frame.opcode() == PING, "a ping", frame);
            peer.sendFrame(PONG, frame.payload());
        }));

        assertThat(samples.labelled("probe_websocket_duration_seconds", "phase", "transfer"))
                .isGreaterThanOrEqualTo(1);
    }

    @Test
    void subscriptionsFailWhenTheServerRefusesBehindTheUpgrade() throws IOException {
        Samples open = succeeded(playWith("subscriptions", "graphql-transport-ws", peer -> {}));
        assertThat(open.labelled("probe_websocket_duration_seconds", "phase", "transfer"))
                .isGreaterThanOrEqualTo(0.3);

        Samples refused = play("subscriptions", peer -> peer.sendClose(4406, "Subprotocol not acceptable"));
        assertThat(refused.failure()).as("%s", refused).isEqualTo("transfer/closed_by_peer");
        assertThat(refused.value("probe_websocket_close_code")).isEqualTo(4406);
    }

    @Test
    void properFailsAtACodeThatIsNotExpected() throws IOException {
        succeeded(play("proper", peer -> {}));
        try (ScriptedServer server = ScriptedServer.plain(peer -> {
            peer.upgrade();
            peer.readFrame();
            peer.sendClose(1011, "oops");
        })) {
            assertThat(probe("proper", server).failure()).isEqualTo("close/unexpected_close_code");
        }
    }

    @Test
    void confirmedSucceedsAtTheThirdTry() throws IOException {
        AtomicInteger tries = new AtomicInteger();
        try (ScriptedServer server = ScriptedServer.plain(peer -> {
            if (tries.incrementAndGet() == 3) {
                peer.upgrade();
                close(peer);
            }
        })) {
            Samples samples = succeeded(probe("confirmed", server));
            assertThat(samples.value("probe_websocket_attempts")).isEqualTo(3);
        }
    }

    private static Samples play(String module, Script script) throws IOException {
        return playAfter(module, Peer::upgrade, script);
    }

    private static Samples playWith(String module, String subprotocol, Script script) throws IOException {
        return playAfter(
                module,
                peer -> peer.send(UpgradeAnswer.to(peer.readHead())
                        .with("Sec-WebSocket-Protocol", subprotocol)
                        .text()),
                script);
    }

    private static Samples playAfter(String module, Script upgrade, Script script) throws IOException {
        try (ScriptedServer server = ScriptedServer.plain(conversation(upgrade, script))) {
            return probe(module, server);
        }
    }

    /** The closing handshake follows the script. */
    private static Script conversation(Script upgrade, Script script) {
        return peer -> {
            upgrade.play(peer);
            script.play(peer);
            close(peer);
        };
    }

    private static Samples probe(String module, ScriptedServer server) throws IOException {
        String target = Http.encode(url(server));
        return Samples.of(
                exporter.get("/probe?module=" + module + "&target=" + target).body());
    }

    private static String url(ScriptedServer server) {
        return "ws://127.0.0.1:" + server.port() + "/";
    }

    private static Samples succeeded(Samples samples) {
        assertThat(samples.failure()).as("%s", samples).isEmpty();
        assertThat(samples.value("probe_success")).isEqualTo(1);
        assertThat(samples.value("probe_websocket_close_clean")).isEqualTo(1);
        return samples;
    }

    private static void say(Peer peer, String... messages) throws IOException {
        for (String message : messages) {
            peer.sendFrame(TEXT, message.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void hear(Peer peer, String expected) throws IOException {
        ReceivedFrame frame = peer.readFrame();
        String text = new String(frame.payload(), StandardCharsets.UTF_8);
        require(frame.opcode() == TEXT && text.equals(expected), expected, frame);
    }

    private static void close(Peer peer) throws IOException {
        ReceivedFrame frame = peer.readFrame();
        require(frame.isClose(), "a Close frame", frame);
        peer.sendClose(frame.closeCode(), "");
    }

    /** What a script throws fails the test when its server is closed. */
    private static void require(boolean holds, String expected, ReceivedFrame frame) {
        if (!holds) {
            throw new IllegalStateException("opcode " + frame.opcode() + ": "
                    + new String(frame.payload(), StandardCharsets.UTF_8) + " (expected: " + expected + ")");
        }
    }
}
