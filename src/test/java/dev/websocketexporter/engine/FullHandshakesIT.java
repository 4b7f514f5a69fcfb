package dev.websocketexporter.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.engine.loop.Transport;
import dev.websocketexporter.engine.tls.TlsEngine;
import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.testkit.ClientHello;
import dev.websocketexporter.testkit.Script;
import dev.websocketexporter.testkit.ScriptedServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every probe does a full TLS handshake: it brings nothing from an earlier one. What the server sees of it counts. */
@Timeout(60)
class FullHandshakesIT {
    private static final int PROBES = 5;

    @TempDir
    private Path directory;

    private final Queue<ClientHello> hellos = new ConcurrentLinkedQueue<>();
    private final Queue<String> sessionIds = new ConcurrentLinkedQueue<>();

    static Stream<Arguments> protocolsOnEachEngine() {
        return Stream.of(TlsEngine.values())
                .flatMap(engine -> Stream.of("TLSv1.2", "TLSv1.3").map(protocol -> Arguments.of(engine, protocol)));
    }

    @ParameterizedTest
    @MethodSource("protocolsOnEachEngine")
    void nothingIsResumed(TlsEngine engine, String protocol) throws Exception {
        try (GridWorld world = new GridWorld(directory);
                Stage stage = new Stage(world);
                NettyProber prober = new NettyProber(world.settings(Transport.preferred(), engine))) {
            ProbeRequest request = stage.secure(world.goodTls().protocols(protocol), recording());
            for (int i = 0; i < PROBES; i++) {
                assertThat(Probing.end(prober, request).successful()).isTrue();
            }
        }
        assertThat(hellos).hasSize(PROBES).noneMatch(ClientHello::bringsTicket);
        assertThat(sessionsBroughtBack()).isEmpty();
        assertThat(hellos).allSatisfy(hello -> assertThat(hello.serverName()).contains("localhost"));
    }

    /** A server notes what it was sent, and under which session it ended up. */
    private Script recording() {
        return peer -> {
            hellos.add(peer.clientHello());
            sessionIds.add(HexFormat.of().formatHex(peer.tls().getSession().getId()));
            peer.upgrade();
            peer.readFrame();
            peer.sendClose(1000, "");
            peer.fin();
        };
    }

    private Set<String> sessionsBroughtBack() {
        Set<String> issued = new HashSet<>(sessionIds);
        issued.remove("");
        List<String> brought = new ArrayList<>();
        hellos.stream().skip(1).map(ClientHello::sessionId).forEach(brought::add);
        issued.retainAll(brought);
        return issued;
    }

    /** The proof is worth something: a client that does resume is found out. */
    @Test
    void clientThatResumesIsSeen() throws Exception {
        try (GridWorld world = new GridWorld(directory);
                ScriptedServer server = ScriptedServer.tls(world.goodTls(), peer -> {
                    hellos.add(peer.clientHello());
                    peer.send("x");
                    peer.silence();
                })) {
            SSLContext client = world.root().clientContextTrustingMe();
            connect(client, server.port());
            connect(client, server.port());
        }
        assertThat(hellos).hasSize(2).anyMatch(ClientHello::bringsTicket);
    }

    private static void connect(SSLContext client, int port) throws IOException {
        try (SSLSocket socket = (SSLSocket) client.getSocketFactory().createSocket("localhost", port)) {
            socket.startHandshake();
            // Tickets arrive after the handshake, with the first bytes.
            assertThat(socket.getInputStream().read()).isEqualTo('x');
        }
    }

    @Test
    void addressHasNoServerName() throws Exception {
        try (GridWorld world = new GridWorld(directory);
                Stage stage = new Stage(world).insecureSkipVerify();
                NettyProber prober = new NettyProber(world.settings(Transport.preferred(), TlsEngine.preferred()))) {
            ProbeRequest byName = stage.secure(world.goodTls(), recording());
            ProbeRequest byAddress =
                    stage.request("wss://127.0.0.1:" + byName.target().port() + "/");
            assertThat(Probing.end(prober, byAddress).successful()).isTrue();
        }
        // RFC 6066 §3: literal addresses are not permitted.
        assertThat(hellos)
                .singleElement()
                .satisfies(hello -> assertThat(hello.serverName()).isEmpty());
    }
}
