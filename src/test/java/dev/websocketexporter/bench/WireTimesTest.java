package dev.websocketexporter.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class WireTimesTest {
    private static final Offset<Double> EXACTLY = within(1e-9);
    private static final byte[] CLIENT_HELLO = HexFormat.of().parseHex("1603010100010000fc0303");
    private static final byte[] FINISHED = HexFormat.of().parseHex("140303000101170303003500112233");
    private static final byte[] RECORD = HexFormat.of().parseHex("170303003500112233");

    @Test
    void aPlainConnectionIsReadByItsFirstBytes() {
        WireTimes wire = new WireTimes("127.0.0.1");
        wire.syn(1);
        wire.synAck(1.25);
        wire.sent(2, "GET / HTTP/1.1".getBytes(StandardCharsets.US_ASCII));
        wire.received(2.5);
        wire.sent(3, HexFormat.of().parseHex("8984"));
        wire.received(3.125);
        wire.sent(4, HexFormat.of().parseHex("8882"));
        wire.received(5);
        assertSeconds(wire.seconds(), Map.of(WirePhase.CONNECT, 0.25, WirePhase.UPGRADE, 0.5, WirePhase.PING, 0.125));
    }

    @Test
    void aSecureConnectionIsReadByTheOrderOfItsRecords() {
        WireTimes wire = new WireTimes("127.0.0.1");
        wire.syn(1);
        wire.synAck(1.25);
        wire.sent(2, CLIENT_HELLO);
        wire.received(2.5);
        wire.sent(3, FINISHED);
        wire.sent(4, RECORD);
        wire.received(4.5);
        wire.sent(5, RECORD);
        wire.received(5.125);
        wire.sent(6, RECORD);
        wire.received(7);
        assertSeconds(
                wire.seconds(),
                Map.of(WirePhase.CONNECT, 0.25, WirePhase.TLS, 1.0, WirePhase.UPGRADE, 0.5, WirePhase.PING, 0.125));
    }

    private static void assertSeconds(Map<WirePhase, Double> actual, Map<WirePhase, Double> expected) {
        assertThat(actual).containsOnlyKeys(expected.keySet());
        expected.forEach((phase, seconds) ->
                assertThat(actual.get(phase)).as("%s", phase).isCloseTo(seconds, EXACTLY));
    }
}
