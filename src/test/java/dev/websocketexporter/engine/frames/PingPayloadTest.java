package dev.websocketexporter.engine.frames;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.probe.value.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PingPayloadTest {
    private static String text(long payload) {
        return new String(PingPayload.bytes(payload).toArray(), StandardCharsets.US_ASCII);
    }

    @Test
    void payloadIsTenLettersAndDigitsThatAreKnownAgain() {
        Random random = new Random(5);
        for (int i = -100; i < 10_000; i++) {
            long payload = PingPayload.of(random.nextLong(), i * 7_919);
            assertThat(text(payload)).matches("[0-9A-Za-z]{10}");
            assertThat(PingPayload.parse(PingPayload.bytes(payload))).isEqualTo(payload);
        }
    }

    @Test
    void payloadOfOneNumberIsThatOfNoOther() {
        Set<Long> seen = new HashSet<>();
        for (int number = 0; number < 10_000; number++) {
            assertThat(seen.add(PingPayload.of(42, number))).isTrue();
        }
        assertThat(text(PingPayload.of(-1, 1)))
                .as("all of the random number counts")
                .isNotEqualTo(text(PingPayload.of(0, 1)));
    }

    @Test
    void otherPongsHaveNone() {
        for (String other : new String[] {"", "0123456789A", "012345678", "01234-6789", "012345678é"}) {
            assertThat(PingPayload.parse(Bytes.of(other.getBytes(StandardCharsets.UTF_8))))
                    .as(other)
                    .isEqualTo(PingPayload.NONE);
        }
    }
}
