package dev.websocketexporter.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.engine.loop.Transport;
import dev.websocketexporter.engine.tls.TlsEngine;
import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.module.IpProtocol;
import dev.websocketexporter.testkit.Script;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Which address is dialled, and when the other family's is. */
@Timeout(60)
@ExtendWith(LeakWatch.class)
class AddressChoiceIT {
    private static final Script POLITE = peer -> {
        peer.upgrade();
        peer.readFrame();
        peer.sendClose(1000, "");
        peer.fin();
    };

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
    void refusedIp6FallsBackToIp4() throws Exception {
        ProbeResult result = probe(stage -> stage.preferring(IpProtocol.IP6).named("both.test", "127.0.0.1", POLITE));
        assertSuccess(result);
        assertThat(dialled(result)).isEqualTo(InetAddress.getByName("127.0.0.1"));
    }

    @Test
    void refusedIp4FallsBackToIp6() throws Exception {
        ProbeResult result = probe(stage -> stage.preferring(IpProtocol.IP4).named("both.test", "::1", POLITE));
        assertSuccess(result);
        assertThat(dialled(result)).isEqualTo(InetAddress.getByName("::1"));
    }

    @Test
    void preferredFamilyIsDialledFirst() throws Exception {
        ProbeResult result = probe(stage -> stage.preferring(IpProtocol.IP4).named("dual.test", "127.0.0.1", POLITE));
        assertSuccess(result);
        assertThat(dialled(result)).isEqualTo(InetAddress.getByName("127.0.0.1"));
        result = probe(stage -> stage.preferring(IpProtocol.IP6).named("dual.test", "::1", POLITE));
        assertSuccess(result);
        assertThat(dialled(result)).isEqualTo(InetAddress.getByName("::1"));
    }

    @Test
    void nameWithoutThePreferredFamilyFallsBack() throws Exception {
        ProbeResult result = probe(stage -> stage.preferring(IpProtocol.IP6).named("a.test", "127.0.0.1", POLITE));
        assertSuccess(result);
        assertThat(dialled(result)).isEqualTo(InetAddress.getByName("127.0.0.1"));
    }

    /** Java by itself would dial the address of the host's name, which the policy has not judged. */
    @Test
    void unspecifiedAddressIsDialledAsTheLoopbackOne() throws Exception {
        for (String zero : List.of("0.0.0.0", "0x0")) {
            ProbeResult result = probe(stage -> stage.named(zero, "127.0.0.1", POLITE));
            assertSuccess(result);
            assertThat(dialled(result)).isEqualTo(InetAddress.getByName("127.0.0.1"));
        }
        ProbeResult result = probe(stage -> stage.named("[::]", "::1", POLITE));
        assertSuccess(result);
        assertThat(dialled(result)).isEqualTo(InetAddress.getByName("::1"));
    }

    /** RFC 6761 §6.3: also without an entry in the hosts file, and in no case at a name server. */
    @Test
    void namesBelowLocalhostAreThisMachineAndNobodyIsAsked() throws Exception {
        ProbeResult result =
                probe(stage -> stage.preferring(IpProtocol.IP6).named("app.localhost", "127.0.0.1", POLITE));
        assertSuccess(result);
        assertThat(dialled(result)).isEqualTo(InetAddress.getByName("127.0.0.1"));
        assertThat(world.dns().queriesFor("app.localhost")).isZero();
    }

    @Test
    void nameServerIsAskedAtEveryProbe() throws Exception {
        int before = world.dns().queriesFor("a.test");
        GridRow.Scene scene = stage -> stage.only(IpProtocol.IP4).named("a.test", "127.0.0.1", POLITE);
        assertSuccess(probe(scene));
        assertSuccess(probe(scene));
        assertSuccess(probe(scene));
        assertThat(world.dns().queriesFor("a.test") - before).isEqualTo(3);
    }

    private static ProbeResult probe(GridRow.Scene scene) throws Exception {
        try (Stage stage = new Stage(world)) {
            return Probing.end(prober, scene.set(stage));
        }
    }

    private static InetAddress dialled(ProbeResult result) {
        assertThat(result.dialled()).isNotNull();
        return result.dialled().getAddress();
    }

    private static void assertSuccess(ProbeResult result) {
        assertThat(result.successful())
                .as("%s; log %s", result.outcome(), result.log())
                .isTrue();
    }
}
