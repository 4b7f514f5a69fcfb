package dev.websocketexporter.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class AttemptsTest {
    @Test
    void fiftyEvenlySpreadAreFiftyInEverySecond() {
        String every20Millis =
                LongStream.range(0, 500).mapToObj(i -> String.valueOf(20 * i)).collect(Collectors.joining(","));

        Attempts attempts = Attempts.parse("attempts=" + every20Millis + "\n");

        assertThat(attempts.count()).isEqualTo(500);
        assertThat(attempts.inTheBusiestSecond()).isEqualTo(50);
        assertThat(attempts.spanSeconds()).isEqualTo(9.98);
    }

    @Test
    void busiestSecondBeginsAnywhere() {
        Attempts attempts = Attempts.parse("attempts=10,900,1000,1100,1899,1901,4000");

        assertThat(attempts.inTheBusiestSecond()).isEqualTo(4);
    }

    @Test
    void noneAreNone() {
        Attempts attempts = Attempts.parse("attempts=");

        assertThat(attempts.count()).isZero();
        assertThat(attempts.inTheBusiestSecond()).isZero();
        assertThat(attempts.spanSeconds()).isZero();
    }
}
