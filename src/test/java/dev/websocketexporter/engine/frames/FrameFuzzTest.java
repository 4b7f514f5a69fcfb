package dev.websocketexporter.engine.frames;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.engine.session.Wire;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Whatever bytes come after the 101, they are messages or a finding, and cost no more than the limit allows. More seeds
 * by {@code -Dfuzz.seeds=1000000}.
 */
class FrameFuzzTest {
    private static final int SEEDS = Integer.getInteger("fuzz.seeds", 300);
    private static final int LIMIT = 2_000;

    @Test
    void anyBytesGiveAFindingAndNeverABug() {
        Set<String> reasons = new TreeSet<>();
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            byte[] stream = spoiled(new RandomServer(random).bytes(), random);
            try (Wire wire = seed % 2 == 0 ? Wire.compressed(LIMIT, RandomServer.AGREED) : Wire.limited(LIMIT)) {
                int at = 0;
                while (at < stream.length) {
                    int to = Math.min(stream.length, at + 1 + random.nextInt(3_000));
                    wire.receive(Arrays.copyOfRange(stream, at, to));
                    at = to;
                }
                assertThat(wire.frames().received().bytes()).as("kept").isLessThanOrEqualTo(2 * LIMIT);
                wire.fin();
                wire.messages();
                assertThat(wire.frames().broken()).as("seed %d", seed).isCompletedExceptionally();
                // A bug would be no ProbeFailedException, and fail here.
                reasons.add(wire.reason());
            }
        }
        assertThat(reasons)
                .containsExactly(
                        "closed_by_peer", "connection_closed", "invalid_utf8", "message_too_large", "protocol_error");
    }

    private static byte[] spoiled(byte[] valid, Random random) {
        if (random.nextInt(10) == 0) {
            byte[] noise = new byte[random.nextInt(500)];
            random.nextBytes(noise);
            return noise;
        }
        byte[] spoiled = Arrays.copyOf(valid, random.nextInt(4) == 0 ? random.nextInt(valid.length + 1) : valid.length);
        for (int i = random.nextInt(4); i > 0 && spoiled.length > 0; i--) {
            // Near the beginning, too, where the headers are.
            int bound = random.nextBoolean() ? spoiled.length : Math.min(spoiled.length, 16);
            spoiled[random.nextInt(bound)] = (byte) random.nextInt(256);
        }
        return spoiled;
    }
}
