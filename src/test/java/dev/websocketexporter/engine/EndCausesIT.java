package dev.websocketexporter.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.module.Conversation;
import dev.websocketexporter.probe.module.Conversation.Heartbeat;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.testkit.Peer;
import dev.websocketexporter.testkit.Script;
import dev.websocketexporter.testkit.ScriptedServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Where nothing but an end came, or not even that: the moment and the cause that the detail then names. */
@Timeout(60)
@ExtendWith(LeakWatch.class)
class EndCausesIT {
    private static final Conversation TWO_PINGS =
            Conversation.NONE.with(new Heartbeat(2, Duration.ofMillis(1), Duration.ofSeconds(2), 0));

    @TempDir
    private static Path directory;

    private static GridProbes probes;

    @BeforeAll
    static void start() throws Exception {
        probes = GridProbes.open(directory);
    }

    @AfterAll
    static void stop() {
        probes.close();
    }

    private static ProbeResult probe(GridRow.Scene scene) throws Exception {
        return probes.probe(scene);
    }

    private static String detail(Phase phase, Reason reason, GridRow.Scene scene) throws Exception {
        return probes.detail(phase, reason, scene);
    }

    private static String processing(Reason reason, GridRow.Scene scene) throws Exception {
        return detail(Phase.UPGRADE, reason, scene);
    }

    @Test
    void silenceInsteadOfAnAnswer() throws Exception {
        assertThat(processing(Reason.TIMEOUT, stage -> stage.shortBudget().plain(Script.SILENCE)))
                .endsWith("response to the upgrade request; not one byte of it came: perhaps a server that hangs, or in"
                        + " which nothing handles this path (Node.js leaves such an upgrade unanswered), or one that wants"
                        + " an Origin (none was sent)");
        assertThat(processing(
                        Reason.TIMEOUT,
                        stage -> stage.shortBudget().plain(peer -> {
                            peer.readHead();
                            peer.send("H");
                            peer.silence();
                        })))
                .doesNotContain("not one byte");
    }

    @Test
    void endInsteadOfATlsHandshake() throws Exception {
        Script fin = peer -> {
            peer.readTlsRecord();
            peer.fin();
        };
        assertThat(detail(Phase.TLS, Reason.CONNECTION_CLOSED, stage -> stage.insecureAsSecure(fin)))
                .isEqualTo(
                        "the server closed the connection during the TLS handshake; nothing but an end came back to the"
                                + " ClientHello: perhaps a port without TLS (ws), or a proxy without a living server behind it");
        assertThat(detail(
                        Phase.TLS,
                        Reason.CONNECTION_RESET,
                        stage -> stage.insecureAsSecure(peer -> {
                            peer.readTlsRecord();
                            peer.reset();
                        })))
                .contains("; nothing but an end came back to the ClientHello: ");
        assertThat(detail(Phase.PROXY, Reason.PROXY_PROTOCOL_ERROR, stage -> {
                    ScriptedServer proxy = stage.server(ScriptedServer.plain(fin));
                    return stage.through("https://localhost:" + proxy.port()).request("ws://far.example:9/");
                }))
                .contains("perhaps a port without TLS (http in proxy_url)");
    }

    @Test
    void endInsideOfATlsHandshakeIsNoPortWithoutTls() throws Exception {
        assertThat(detail(
                        Phase.TLS,
                        Reason.CONNECTION_CLOSED,
                        stage -> stage.insecureAsSecure(peer -> {
                            peer.readTlsRecord();
                            peer.send("\u0016\u0003\u0003");
                            peer.fin();
                        })))
                .endsWith("during the TLS handshake");
    }

    private static String pinged(Reason reason, Script afterwards) throws Exception {
        return detail(
                Phase.CONVERSATION,
                reason,
                stage -> stage.with(stage.module().with(TWO_PINGS)).plain(peer -> {
                    peer.upgrade();
                    afterwards.play(peer);
                }));
    }

    private static void answer(Peer peer) throws IOException {
        peer.sendFrame(Said.PONG, peer.readFrame().payload());
    }

    @Test
    void endInsteadOfAPongNamesThePing() throws Exception {
        assertThat(pinged(Reason.CONNECTION_CLOSED, peer -> {
                    peer.readFrame();
                    peer.fin();
                }))
                .isEqualTo(
                        "the server closed the connection before the conversation was over, while waiting for the pong to"
                                + " ping 1 of 2: perhaps it takes no pings");
        assertThat(pinged(Reason.CONNECTION_RESET, peer -> {
                    answer(peer);
                    peer.readFrame();
                    peer.reset();
                }))
                .endsWith(" the pong to ping 2 of 2");
        assertThat(pinged(Reason.CLOSED_BY_PEER, peer -> {
                    answer(peer);
                    peer.readFrame();
                    peer.sendClose(1008, "flood");
                }))
                .endsWith(" the pong to ping 2 of 2");
    }
}
