package dev.websocketexporter.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a probe allocates, from the request to the answer, stays what it was. A count and no time, so that a busy machine does
 * not fail it. The exporter runs without the compiler that leaves allocations out: what that one saves depends on when it
 * has got to what.
 */
@Tag("e2e")
@Timeout(180)
class AllocationE2eIT {
    private static final int PLAIN_PROBES = 500;
    private static final int SECURE_PROBES = 200;

    /** Not those that answer the question how much was allocated. */
    private static final Set<String> COUNTED = Set.of("http", "probe", "files", "cryptography", "matching");

    /** Counted on Java 17: 63,800, of which 30,200 on the server's threads and 33,600 on the event loops. */
    private static final long MOST_PLAIN_BYTES = 70_000;

    /** Counted on Java 17: 84,600, of which 35,100 on the server's threads and 49,600 on the event loops. */
    private static final long MOST_SECURE_BYTES = 93_000;

    @TempDir
    private static Path directory;

    private static CostStage stage;
    private static AllocationCounters counters;

    @BeforeAll
    static void start() throws IOException {
        stage = CostStage.open(directory, "-XX:TieredStopAtLevel=1");
        counters = AllocationCounters.of(stage.pid());
    }

    @AfterAll
    static void stop() throws IOException {
        if (counters != null) {
            counters.close();
        }
        if (stage != null) {
            stage.close();
        }
    }

    @Test
    void aPlainProbeAllocatesNoMoreThanItDid() throws IOException {
        assertAtMost(MOST_PLAIN_BYTES, bytesEach(stage.plainUrl(), PLAIN_PROBES));
    }

    @Test
    void aSecureProbeAllocatesNoMoreThanItDid() throws IOException {
        assertAtMost(MOST_SECURE_BYTES, bytesEach(stage.secureUrl(), SECURE_PROBES));
    }

    /** Of each role of threads that probes and their answers run on. */
    private static Map<String, Long> bytesEach(String url, int probes) throws IOException {
        Map<String, Long> before = counters.byRole();
        stage.probe(url, probes);
        Map<String, Long> each = new TreeMap<>();
        // Of a thread that has ended nothing is counted any more, which must not hide what others allocate.
        counters.byRole()
                .forEach((role, bytes) -> each.put(role, Math.max(0, bytes - before.getOrDefault(role, 0L)) / probes));
        each.keySet().removeIf(role -> !COUNTED.contains(role));
        return each;
    }

    private static void assertAtMost(long most, Map<String, Long> bytes) {
        long all = bytes.values().stream().mapToLong(Long::longValue).sum();
        System.out.println("allocated by a probe: " + all + " bytes " + bytes);
        assertThat(all).as("bytes of a probe, by role %s", bytes).isLessThan(most);
        assertThat(bytes).as("the roles that are counted").containsKeys("http", "probe");
    }
}
