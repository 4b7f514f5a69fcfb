package dev.websocketexporter.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.bench.WallRound.HealthyProbe;
import dev.websocketexporter.bench.WallRound.Memory;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class WallRoundTest {
    private static final Duration SOON = Duration.ofMillis(20);

    private static WallRound with(HealthyProbe honest, WallAnswer hurting) {
        return new WallRound("flood", List.of(hurting), 0, List.of(honest), List.of(SOON), "", new Memory(100, 384));
    }

    private static HealthyProbe success(Duration after) {
        return new HealthyProbe("module=plain", after, "");
    }

    private static WallAnswer result(Duration after) {
        return new WallAnswer("transfer/timeout", after);
    }

    @Test
    void roundInWhichAllAreAnsweredInTimeIsNotBroken() {
        assertThat(with(success(SOON), result(Duration.ofSeconds(5))).broken()).isEmpty();
    }

    @Test
    void answerForAHealthyTargetAfterItsBudgetBreaksARound() {
        assertThat(with(success(Duration.ofMillis(5_101)), result(SOON)).broken())
                .containsExactly("flood: a healthy target's answer took PT5.101S (expected: at most PT5.1S)");
    }

    @Test
    void hostileOneMayBeLaterOnABusyMachine() {
        assertThat(with(success(SOON), result(Duration.ofMillis(6_900))).broken())
                .isEmpty();
        assertThat(with(success(SOON), result(Duration.ofMillis(7_100))).broken())
                .singleElement()
                .asString()
                .contains("PT7.1S");
    }
}
