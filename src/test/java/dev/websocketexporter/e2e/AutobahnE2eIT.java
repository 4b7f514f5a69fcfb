package dev.websocketexporter.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.conformance.ConformancePage;
import dev.websocketexporter.e2e.AutobahnSuite.Verdict;
import dev.websocketexporter.engine.PipelineEchoClient;
import dev.websocketexporter.engine.loop.Transport;
import io.netty.util.ResourceLeakDetector;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * The pipeline that probes, made to echo, plays the Autobahn test suite, whose report says what {@code
 * docs/conformance.md} says. {@code -Dautobahn=DIRECTORY} plays it in full and keeps the report there.
 */
@Tag("e2e")
@Timeout(3600)
class AutobahnE2eIT {
    private static final @Nullable String KEPT = System.getProperty("autobahn");

    /** What a case of compression sends at most in the build: all 1,000 messages of up to 1 KiB, fewer of larger ones. */
    private static final String BYTES_A_CASE = String.valueOf(1 << 20);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private static Path temporary;

    private static Map<String, Verdict> verdicts;

    @BeforeAll
    static void play() throws IOException {
        // Tracing each access to each of so many buffers would take all the time there is; other tests trace.
        ResourceLeakDetector.Level before = ResourceLeakDetector.getLevel();
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.SIMPLE);
        try (PipelineEchoClient client = new PipelineEchoClient(Transport.preferred())) {
            verdicts = KEPT == null
                    ? AutobahnSuite.play(client, temporary, List.of(BYTES_A_CASE))
                    : AutobahnSuite.play(client, Path.of(KEPT).toAbsolutePath(), List.of());
        } finally {
            ResourceLeakDetector.setLevel(before);
        }
    }

    @Test
    void everyCaseOfTheDocumentIsPlayed() throws IOException {
        assertThat(ConformancePage.casesByCategory(verdicts.keySet())).isEqualTo(ConformancePage.suiteTable());
    }

    @Test
    void everyCaseIsAnsweredAsTheSuiteWantsButForThoseThatTheDocumentExplains() throws IOException {
        Map<String, String> explained = ConformancePage.otherVerdicts();
        assertThat(verdicts.keySet()).containsAll(explained.keySet());
        verdicts.forEach((id, verdict) -> assertThat(verdict).as(id).isIn(allowed(explained.getOrDefault(id, "OK"))));
    }

    private static List<Verdict> allowed(String said) {
        return switch (said) {
            case "OK" -> List.of(Verdict.OK);
            case "NON-STRICT" -> List.of(Verdict.OK, new Verdict(said, "OK"));
            case "INFORMATIONAL" -> List.of(new Verdict(said, said));
            default -> throw new AssertionError("no verdict to explain: " + said);
        };
    }
}
