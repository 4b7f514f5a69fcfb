package dev.websocketexporter.engine.frames;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.engine.session.Wire;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Whatever packets a network makes of a server's bytes, they mean the same. More seeds by
 * {@code -Dproperty.seeds=100000}.
 */
class AnySplitTest {
    private static final int SEEDS = Integer.getInteger("property.seeds", 40);
    private static final int LIMIT = 300_000;

    @Test
    void splitStreamMeansTheSame() {
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            byte[] stream = new RandomServer(random).bytes();
            List<String> whole;
            try (Wire wire = Wire.compressed(LIMIT, RandomServer.AGREED)) {
                whole = wire.receive(stream).fin().transcript();
            }
            assertThat(whole.get(whole.size() - 2))
                    .as("seed %d: a valid stream ends by its Close or with the connection", seed)
                    .matches("(?s)(closed_by_peer|connection_closed): .*");
            // A packet costs a test more than a byte does.
            int shortest = 1 + stream.length / 2_000;
            for (int chunk : new int[] {shortest, 7 * shortest, 4096}) {
                try (Wire wire = Wire.compressed(LIMIT, RandomServer.AGREED)) {
                    assertThat(inChunks(wire, stream, chunk, random).fin().transcript())
                            .as("seed %d in chunks of up to %d", seed, chunk)
                            .isEqualTo(whole);
                }
            }
        }
    }

    private static Wire inChunks(Wire wire, byte[] stream, int longest, Random random) {
        int at = 0;
        while (at < stream.length) {
            int to = Math.min(stream.length, at + 1 + random.nextInt(longest));
            wire.receive(Arrays.copyOfRange(stream, at, to));
            at = to;
        }
        return wire;
    }
}
