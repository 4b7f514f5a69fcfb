package dev.websocketexporter.probe.watch;

import dev.websocketexporter.probe.value.Digests;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Which of all watched targets are this exporter's, when several exporters share them.
 *
 * @param count how many exporters there are; at least 1
 * @param index which of them this one is, from 0
 */
public record Shard(int count, int index) {
    /** All targets. */
    public static final Shard WHOLE = new Shard(1, 0);

    public Shard {
        if (count < 1 || index < 0 || index >= count) {
            throw new IllegalArgumentException(
                    "shard: " + index + " of " + count + " (expected: from 0 to one less than how many)");
        }
    }

    /**
     * Whether the target is this exporter's, by the rule of Prometheus' relabelling action {@code hashmod}: the last eight
     * bytes of the MD5 digest as an unsigned number, modulo the number of shards.
     *
     * @param url the whole target as it is written
     */
    public boolean has(String url) {
        if (count == 1) {
            return true;
        }
        byte[] digest = Digests.md5().digest(url.getBytes(StandardCharsets.UTF_8));
        long last = ByteBuffer.wrap(digest).getLong(digest.length - Long.BYTES);
        return Long.remainderUnsigned(last, count) == index;
    }
}
