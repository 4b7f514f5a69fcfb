package dev.websocketexporter.probe.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The remainders are those of Prometheus: the last eight bytes of the MD5 digest, unsigned. */
class ShardTest {
    /** Of these numbers, those of the third, fourth and sixth row are negative when they are read as signed ones. */
    @ParameterizedTest
    @CsvSource({
        "wss://feed.example.com/v1, 7, 3",
        "wss://feed.example.com/v1, 1000, 338",
        "wss://a.example/?token=abc, 7, 6",
        "wss://a.example/?token=abc, 1000, 2",
        "ws://a.example, 1000, 273",
        "'', 1000, 958",
        "10.0.0.1:9100, 1000, 645",
    })
    void targetIsInTheShardThatHashmodGives(String url, int shards, int remainder) {
        assertThat(IntStream.range(0, shards).filter(i -> new Shard(shards, i).has(url)))
                .containsExactly(remainder);
    }

    @Test
    void oneShardHasEverything() {
        assertThat(Shard.WHOLE.has("ws://a.example")).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1", "3, 3", "3, -1"})
    void shardThatIsNoneIsRefused(int count, int index) {
        assertThatThrownBy(() -> new Shard(count, index))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("shard: " + index + " of " + count + " (expected: from 0 to one less than how many)");
    }
}
