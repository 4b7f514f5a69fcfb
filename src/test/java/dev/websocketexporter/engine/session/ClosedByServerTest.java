package dev.websocketexporter.engine.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.engine.ServerFrames;
import dev.websocketexporter.probe.ProbeResult.CloseReport;
import dev.websocketexporter.probe.module.CloseCode;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who ended the connection first, in all orders in which the two sides can. */
class ClosedByServerTest {
    private static CloseReport report(Wire wire) {
        return Objects.requireNonNull(wire.run().context().state().close());
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 1011, 4406, 12592})
    void closeBeforeOursIsTheServers(int code) {
        try (Wire wire = Wire.conversing()) {
            wire.receive(ServerFrames.close(code, ""));
            wire.session().close(CloseCode.NORMAL);
            assertThat(report(wire).code()).isEqualTo(code);
            assertThat(report(wire).byServer()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 1011, 12592})
    void closeAfterOursIsItsAnswer(int code) {
        try (Wire wire = Wire.conversing()) {
            wire.session().close(CloseCode.NORMAL);
            wire.receive(ServerFrames.close(code, ""));
            assertThat(report(wire).code()).isEqualTo(code);
            assertThat(report(wire).byServer()).isFalse();
        }
    }

    @Test
    void endBeforeOurCloseIsTheServers() {
        try (Wire wire = Wire.conversing()) {
            wire.fin();
            assertThat(report(wire)).isEqualTo(new CloseReport(CloseCode.ABNORMAL, null, false, true));
        }
    }

    @Test
    void endAfterOurCloseIsItsAnswer() {
        try (Wire wire = Wire.conversing()) {
            wire.session().close(CloseCode.NORMAL);
            wire.fin();
            assertThat(report(wire)).isEqualTo(new CloseReport(CloseCode.ABNORMAL, null, false, false));
        }
    }

    /** The peer read nothing: whatever it did, our Close was no cause of it. */
    @Test
    void closeThatNeverWentToTheSocketWasNotSent() {
        try (Wire wire = Wire.conversing()) {
            wire.holdWrites();
            wire.session().close(CloseCode.NORMAL);
            wire.receive(ServerFrames.close(1001, ""));
            assertThat(report(wire).byServer()).isTrue();
        }
    }

    @Test
    void violationIsNoClose() {
        try (Wire wire = Wire.conversing()) {
            wire.receive(new byte[] {(byte) 0x83, 0});
            assertThat(report(wire).byServer()).isFalse();
        }
    }
}
