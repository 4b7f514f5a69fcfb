package dev.websocketexporter.engine;

import static dev.websocketexporter.engine.Said.named;
import static dev.websocketexporter.engine.Said.send;
import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.engine.loop.Transport;
import dev.websocketexporter.engine.tls.TlsEngine;
import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.module.ModuleParam;
import dev.websocketexporter.probe.module.ModuleParam.Kind;
import dev.websocketexporter.probe.module.ParamValues;
import dev.websocketexporter.probe.value.Secret;
import dev.websocketexporter.testkit.RequestHead;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a probe brings along is sent, and shown nowhere. */
@Timeout(60)
@ExtendWith(LeakWatch.class)
class ParamsIT {
    private static final ModuleParam TENANT = new ModuleParam(Kind.HEADER, "X-Tenant");
    private static final ModuleParam ORIGIN = new ModuleParam(Kind.ORIGIN, null);
    private static final ModuleParam SUBPROTOCOL = new ModuleParam(Kind.SUBPROTOCOL, null);
    private static final ModuleParam HOSTNAME = new ModuleParam(Kind.HOSTNAME, null);
    private static final ModuleParam STEP = new ModuleParam(Kind.STEP, "subscribe");

    @TempDir
    private static Path directory;

    private static GridWorld world;
    private static NettyProber prober;

    @BeforeAll
    static void start() throws Exception {
        world = new GridWorld(directory);
        prober = new NettyProber(world.settings(Transport.preferred(), TlsEngine.preferred()));
    }

    @AfterAll
    static void stop() {
        prober.close();
        world.close();
    }

    private static ProbeRequest with(ProbeRequest request, Map<ModuleParam, String> given) {
        ParamValues params = new ParamValues(given.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> new Secret(entry.getValue()))));
        return new ProbeRequest(
                request.target(), params.in(request.module()), null, request.policy(), request.budget(), params);
    }

    @Test
    void headersAreSentAndHidden() throws Exception {
        List<RequestHead> heads = new CopyOnWriteArrayList<>();
        ProbeResult result;
        try (Stage stage = new Stage(world)) {
            ProbeRequest request = stage.subprotocols("own")
                    .header("X-Tenant", "own")
                    .plain(peer -> {
                        RequestHead head = peer.readHead();
                        heads.add(head);
                        peer.send("HTTP/1.1 403 tenant-4711 says no\r\nContent-Length: 12\r\n\r\ntenant-4711!");
                    });
            result = Probing.end(
                    prober,
                    with(
                            request,
                            Map.of(TENANT, "tenant-4711", ORIGIN, "https://app-4711.example", SUBPROTOCOL, "a.4711")));
        }

        assertThat(heads).singleElement().satisfies(head -> {
            assertThat(head.headers("X-Tenant")).containsExactly("tenant-4711");
            assertThat(head.headers("Origin")).containsExactly("https://app-4711.example");
            assertThat(head.headers("Sec-WebSocket-Protocol")).containsExactly("a.4711");
        });
        assertThat(shown(result)).contains("403").doesNotContain("4711");
    }

    @Test
    void messageIsSentAndHiddenHoweverShortTheValueIs() throws Exception {
        List<String> said = new CopyOnWriteArrayList<>();
        ProbeResult result;
        try (Stage stage = new Stage(world)) {
            ProbeRequest request = Said.with(stage, named(send("{\"id\":\"${param}\"}"), "subscribe"))
                    .plain(peer -> {
                        peer.upgrade();
                        said.add(new String(peer.readFrame().payload(), StandardCharsets.UTF_8));
                        Said.farewell(peer);
                    });
            result = Probing.end(prober, with(request, Map.of(STEP, "97")));
        }

        assertThat(result.failure()).as("%s", result.log()).isNull();
        assertThat(said).containsExactly("{\"id\":\"97\"}");
        assertThat(result.log())
                .anySatisfy(line -> assertThat(line.message()).contains("step 1 (subscribe): sending", "<secret>"))
                .noneSatisfy(line -> assertThat(line.message()).contains("\\\"97\\\""));
    }

    @Test
    void closeReasonThatRepeatsThemIsShownWithoutThemAndOnOneLine() throws Exception {
        ProbeResult result;
        try (Stage stage = new Stage(world)) {
            ProbeRequest request = stage.plain(peer -> {
                peer.upgrade();
                peer.send(ServerFrames.close(4000, "no tenant-4711 \u009b31m\u202e at /?token=4711"));
                peer.readFrame();
            });
            result = Probing.end(prober, with(request, Map.of(TENANT, "tenant-4711")));
        }

        assertThat(result.close()).as("%s", result.log()).isNotNull();
        assertThat(result.close().reason()).isEqualTo("no <secret> \\x9b31m\\u202e at /?token=<secret>");
    }

    /** A tenant may be a word that stands in the name of the host, too, and that name is no secret. */
    @Test
    void mereWordAndNameOfAHostAreReadableElsewhere() throws Exception {
        ProbeResult result;
        try (Stage stage = new Stage(world)) {
            ProbeRequest request = stage.plain(peer -> {
                peer.readHead();
                peer.send("HTTP/1.1 503 chat.example:8443 is closed\r\n\r\n");
            });
            result = Probing.end(prober, with(request, Map.of(TENANT, "chat", HOSTNAME, "chat.example:8443")));
        }

        assertThat(shown(result)).contains("chat.example:8443 is closed").doesNotContain("X-Tenant: chat");
    }

    private static String shown(ProbeResult result) {
        return result.log() + " " + result.failure() + " " + result.request();
    }
}
