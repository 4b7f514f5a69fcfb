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
    private static final byte[] CLIENT_HELLO = HexFormat.of().parseHex("1603010004010000fc");
    private static final byte[] FINISHED = HexFormat.of().parseHex("140303000101170303000400112233");
    private static final byte[] RECORD = HexFormat.of().parseHex("170303000400112233");
    private static final Map<WirePhase, Double> OF_A_SECURE_ONE =
            Map.of(WirePhase.CONNECT, 0.25, WirePhase.TLS, 1.0, WirePhase.UPGRADE, 0.5, WirePhase.PING, 0.125);

    private final WireTimes wire = new WireTimes("127.0.0.1");
    private long sent = 1;
    private long received = 1;

    @Test
    void aPlainConnectionIsReadByItsFirstBytes() {
        open();
        sent(2, "GET / HTTP/1.1".getBytes(StandardCharsets.US_ASCII));
        received(2.5);
        sent(3, HexFormat.of().parseHex("8984"));
        received(3.125);
        sent(4, HexFormat.of().parseHex("8882"));
        received(5);
        assertSeconds(wire.seconds(), Map.of(WirePhase.CONNECT, 0.25, WirePhase.UPGRADE, 0.5, WirePhase.PING, 0.125));
    }

    @Test
    void aSecureConnectionIsReadByTheOrderOfItsRecords() {
        open();
        sent(2, CLIENT_HELLO);
        received(2.5);
        sent(3, FINISHED);
        sent(4, RECORD);
        received(4.5);
        sent(5, RECORD);
        received(5.125);
        sent(6, RECORD);
        received(7);
        assertSeconds(wire.seconds(), OF_A_SECURE_ONE);
    }

    @Test
    void recordsThatShareAPacketAreToldApart() {
        open();
        sent(2, CLIENT_HELLO);
        received(2.5);
        sent(
                3,
                HexFormat.of()
                        .parseHex(HexFormat.of().formatHex(FINISHED)
                                + HexFormat.of().formatHex(RECORD)));
        received(3.5);
        sent(5, RECORD);
        received(5.125);
        assertSeconds(wire.seconds(), OF_A_SECURE_ONE);
    }

    @Test
    void whatIsSentAgainIsPassedOver() {
        open();
        sent(2, CLIENT_HELLO);
        received(2.5);
        sent(3, FINISHED);
        sent(4, RECORD);
        wire.sent(4.25, sent - RECORD.length, RECORD.length, RECORD);
        received(4.5);
        wire.received(4.75, received - 1, 1);
        sent(5, RECORD);
        wire.received(5.0625, received - 1, 1);
        received(5.125);
        assertSeconds(wire.seconds(), OF_A_SECURE_ONE);
    }

    @Test
    void aConnectionOfWhichAPartIsMissingTellsNothing() {
        open();
        sent(2, CLIENT_HELLO);
        received(2.5);
        sent += FINISHED.length;
        sent(4, RECORD);
        received(4.5);
        assertThat(wire.seconds()).isEmpty();
    }

    private void open() {
        wire.syn(1);
        wire.synAck(1.25);
    }

    private void sent(double at, byte[] payload) {
        wire.sent(at, sent, payload.length, payload);
        sent += payload.length;
    }

    private void received(double at) {
        wire.received(at, received, 1);
        received++;
    }

    private static void assertSeconds(Map<WirePhase, Double> actual, Map<WirePhase, Double> expected) {
        assertThat(actual).containsOnlyKeys(expected.keySet());
        expected.forEach((phase, seconds) ->
                assertThat(actual.get(phase)).as("%s", phase).isCloseTo(seconds, EXACTLY));
    }
}
