package dev.websocketexporter.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.engine.loop.Transport;
import dev.websocketexporter.engine.tls.TlsEngine;
import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.ProbeResult.Outcome;
import dev.websocketexporter.probe.Prober;
import dev.websocketexporter.probe.module.IpProtocol;
import dev.websocketexporter.probe.report.Reason;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A probe that has ended begins nothing more, however it ended. */
@Timeout(60)
@ExtendWith(LeakWatch.class)
class NothingAfterTheEndIT {
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

    @Test
    void otherFamilyIsNotDialledAfterTheDeadline() throws Exception {
        try (Stage stage = new Stage(world);
                ServerSocketChannel other = ServerSocketChannel.open()) {
            ProbeRequest request = hangsOnIp4ListensOnIp6(stage.shortBudget(), other);
            ProbeResult result = Probing.end(prober, request);
            assertThat(result.failure()).isNotNull();
            assertThat(result.failure().reason()).isEqualTo(Reason.TIMEOUT);
            assertThat(result.failure().detail())
                    .endsWith("the TCP connection to 127.0.0.1:"
                            + request.target().port());
            assertNobodyCame(other);
        }
    }

    @Test
    void otherFamilyIsNotDialledAfterTheClientHasGone() throws Exception {
        try (Stage stage = new Stage(world);
                ServerSocketChannel other = ServerSocketChannel.open()) {
            Prober.Handle running = prober.start(hangsOnIp4ListensOnIp6(stage, other));
            // Takes its turn on the only loop, after the dial.
            Probing.end(prober, stage.request("ws://127.0.0.1:" + stage.deadPort() + "/"));
            running.cancel();
            assertThat(Probing.end(running).outcome()).isEqualTo(new Outcome.Cancelled());
            assertNobodyCame(other);
        }
    }

    private static ProbeRequest hangsOnIp4ListensOnIp6(Stage stage, ServerSocketChannel other) throws IOException {
        int port = stage.preferring(IpProtocol.IP4).hangingConnect().target().port();
        other.configureBlocking(false);
        other.bind(new InetSocketAddress("::1", port));
        return stage.request("ws://both.test:" + port + "/");
    }

    private static void assertNobodyCame(ServerSocketChannel listener) throws Exception {
        // On loopback a connect is complete as soon as it is asked for, so that whoever was to come has come.
        try (Stage stage = new Stage(world)) {
            Probing.end(prober, stage.request("ws://127.0.0.1:" + stage.deadPort() + "/"));
        }
        assertThat(listener.accept()).as("a connection that nobody waits for").isNull();
    }
}
