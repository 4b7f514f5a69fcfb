package dev.websocketexporter.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.engine.loop.Transport;
import dev.websocketexporter.engine.tls.TlsEngine;
import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.testkit.ClientHello;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a server is offered, as it came over the wire. */
@Timeout(60)
class ClientHelloIT {
    private static final int X25519 = 0x001d;
    private static final int SECP256R1 = 0x0017;
    private static final int SECP384R1 = 0x0018;
    private static final int SECP521R1 = 0x0019;
    private static final int STATUS_REQUEST = 5;
    /** RFC 8879 §7.1. */
    private static final int COMPRESS_CERTIFICATE = 27;
    /** RFC 6066 §8: an OCSP response is wanted, from any responder, without extensions. */
    private static final String ANY_OCSP_RESPONSE = "0100000000";

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource(TlsEngine.class)
    void offersOneProtocolTheServersNameAndToTakeAStaple(TlsEngine engine) throws Exception {
        ClientHello hello = hello(engine);
        assertThat(hello.applicationProtocols()).containsExactly("http/1.1");
        assertThat(hello.serverName()).contains("localhost");
        assertThat(hello.extensions()).containsEntry(STATUS_REQUEST, ANY_OCSP_RESPONSE);
        assertThat(hello.groups()).contains(X25519, SECP256R1);
    }

    /** A post-quantum share would make it three times as long, which some middle boxes drop. */
    @Test
    void boringSslOffersTheGroupsThatWereChosenAndStaysSmall() throws Exception {
        ClientHello hello = hello(TlsEngine.BORINGSSL);
        assertThat(hello.groups()).containsExactly(X25519, SECP256R1, SECP384R1, SECP521R1);
        assertThat(hello.keyShares()).isEqualTo(List.of(X25519));
        assertThat(hello.recordBytes()).isLessThan(600);
    }

    @ParameterizedTest
    @EnumSource(TlsEngine.class)
    void doesNotOfferToInflateCertificates(TlsEngine engine) throws Exception {
        assertThat(hello(engine).extensions()).doesNotContainKey(COMPRESS_CERTIFICATE);
    }

    private ClientHello hello(TlsEngine engine) throws Exception {
        AtomicReference<ClientHello> seen = new AtomicReference<>();
        try (GridWorld world = new GridWorld(directory);
                Stage stage = new Stage(world);
                NettyProber prober = new NettyProber(world.settings(Transport.preferred(), engine))) {
            ProbeResult result = Probing.end(prober, stage.secure(world.goodTls(), peer -> {
                seen.set(peer.clientHello());
                peer.upgrade();
            }));
            assertThat(result.failure()).as("%s", result.log()).isNull();
            assertThat(result.log().toString()).contains("application protocol not selected (offered: http/1.1)");
        }
        return seen.get();
    }
}
