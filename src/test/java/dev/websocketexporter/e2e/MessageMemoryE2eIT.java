package dev.websocketexporter.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.testkit.Conditions;
import dev.websocketexporter.testkit.Peer;
import dev.websocketexporter.testkit.Script;
import dev.websocketexporter.testkit.ScriptedServer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Peers that make the exporter hold messages, which ended it under the flags of the image: it stands. */
@Tag("e2e")
@Timeout(180)
class MessageMemoryE2eIT {
    private static final int MIB = 1 << 20;

    /** More than the kernel takes for a peer that does not read. */
    private static final int SENDS = 12;

    private static final Pattern REASON = Pattern.compile("probe_websocket_failure_info\\{[^}]*reason=\"(\\w+)\"");
    private static final Path OPTIONS = Path.of("image", "jvm.options");

    @TempDir
    private Path directory;

    private final List<ScriptedServer> servers = new ArrayList<>();
    private final ExecutorService clients = Executors.newCachedThreadPool();
    private Exporter exporter;

    @BeforeEach
    void start() throws IOException {
        Path file = Files.write(directory.resolve("large.bin"), new byte[MIB]);
        Path configuration = Files.writeString(
                directory.resolve("config.yml"), """
                modules:
                  websocket: {timeout: 5s}
                  patient: {timeout: 4s, websocket: {query_response: [{expect: never}]}}
                  larger: {timeout: 5s, websocket: {max_message_size: 64MiB, query_response: [{expect: never}]}}
                  sender: {timeout: 3s, websocket: {query_response: [%s{expect: never}]}}
                """.formatted(("{send_file: " + file + "}, ").repeat(SENDS)));
        List<String> java = new ArrayList<>(List.of(Tools.java().toString()));
        java.addAll(optionsOfTheImage());
        exporter = Exporter.startAsItIs(directory, java, "--config.file=" + configuration);
    }

    /** Those that every Java knows, and no cache, which there is not. */
    private static List<String> optionsOfTheImage() throws IOException {
        List<String> options = new ArrayList<>(List.of("-XX:+IgnoreUnrecognizedVMOptions"));
        Files.readAllLines(OPTIONS).stream()
                .filter(line -> line.startsWith("-X") && !line.startsWith("-XX:AOT"))
                .forEach(options::add);
        assertThat(options).contains("-Xmx96m", "-XX:+ExitOnOutOfMemoryError");
        return options;
    }

    @AfterEach
    void stop() throws IOException {
        clients.shutdownNow();
        exporter.close();
        for (ScriptedServer server : servers) {
            server.close();
        }
    }

    @Test
    void twoHundredFloodsOfOneMebibyteAtOnce() throws Exception {
        byte[] message = frame(MIB);
        List<String> reasons = probe(200, "patient", peer -> {
            peer.upgrade();
            while (true) {
                peer.send(message);
            }
        });
        assertThat(reasons)
                .isSubsetOf("message_too_large", "unexpected_message", "timeout", "exporter_limit")
                .contains("message_too_large");
        assertStandsAndHasGivenAllBack();
        assertThat(figure("exceeded_total")).isPositive();
    }

    @Test
    void aHundredMessagesOfOneMebibyteThatBegin() throws Exception {
        byte[] begun = ByteBuffer.allocate(10 + 900_000)
                .put((byte) 0x82)
                .put((byte) 127)
                .putLong(MIB)
                .array();
        List<String> reasons = probe(100, "patient", peer -> {
            peer.upgrade();
            peer.send(begun);
            peer.silence();
        });
        assertThat(reasons).isSubsetOf("message_too_large", "timeout", "exporter_limit");
        assertStandsAndHasGivenAllBack();
    }

    @Test
    void onePeerThatMaySendSixtyFourMebibytes() throws Exception {
        byte[] message = frame(60 * MIB);
        assertThat(probe(1, "larger", peer -> {
                    peer.upgrade();
                    peer.send(message);
                    peer.silence();
                }))
                .containsExactly("exporter_limit");
        assertStandsAndHasGivenAllBack();
    }

    @Test
    void fortySendersOfAMebibyteToPeersThatDoNotRead() throws Exception {
        List<String> reasons = probe(40, "sender", peer -> {
            peer.upgrade();
            Conditions.await(Duration.ofSeconds(10), () -> exporter.inFlight() == 0, () -> "the probes go on");
        });
        assertThat(reasons).isSubsetOf("timeout", "exporter_limit");
        assertStandsAndHasGivenAllBack();
    }

    private static byte[] frame(int length) {
        return ByteBuffer.allocate(10 + length)
                .put((byte) 0x82)
                .put((byte) 127)
                .putLong(length)
                .array();
    }

    /** The reasons of that many probes at once of a server that does this. */
    private List<String> probe(int probes, String module, Script script) throws Exception {
        ScriptedServer server = ScriptedServer.plain(peer -> untilTheEnd(peer, script));
        servers.add(server);
        List<Future<String>> answers = Stream.generate(() -> clients.submit(
                        () -> reason(exporter.get("/probe?module=" + module + "&target=ws://127.0.0.1:" + server.port())
                                .body())))
                .limit(probes)
                .toList();
        List<String> reasons = new ArrayList<>();
        for (Future<String> answer : answers) {
            reasons.add(answer.get());
        }
        return reasons;
    }

    private static void untilTheEnd(Peer peer, Script script) throws IOException {
        try {
            script.play(peer);
        } catch (IOException e) {
            return; // the client has gone, which is how this ends
        }
    }

    private static String reason(String metrics) {
        Matcher matcher = REASON.matcher(metrics);
        return matcher.find() ? matcher.group(1) : metrics;
    }

    private void assertStandsAndHasGivenAllBack() throws IOException {
        assertThat(exporter.get("/-/healthy").statusCode()).isEqualTo(200);
        assertThat(exporter.probe(exporter.echoUrl())).contains("\nprobe_success 1.0\n");
        Conditions.await(Duration.ofSeconds(10), () -> figure("used_bytes") == 0, () -> "messages still hold memory");
        assertThat(exporter.process().output()).doesNotContain("OutOfMemory").doesNotContain("internal error");
    }

    private double figure(String name) {
        return exporter.figure("websocket_exporter_message_memory_" + name);
    }
}
