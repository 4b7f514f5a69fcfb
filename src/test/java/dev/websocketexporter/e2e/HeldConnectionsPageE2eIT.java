package dev.websocketexporter.e2e;

import static dev.websocketexporter.testkit.SampleFigures.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.websocketexporter.probe.watch.TargetFigures;
import dev.websocketexporter.probe.watch.TargetFigures.Connection;
import dev.websocketexporter.probe.watch.TargetFigures.LastEnd;
import dev.websocketexporter.probe.watch.TargetFigures.State;
import dev.websocketexporter.server.RunningServer;
import dev.websocketexporter.testkit.SampleFigures;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Held connections on the page in a headless Chromium; {@code held.js} has what each check does. */
@Tag("e2e")
@Timeout(300)
class HeldConnectionsPageE2eIT {
    private static final Path SOURCES = Path.of("src", "test", "e2e", "page").toAbsolutePath();
    private static final Duration CHECKS_WITHIN = Duration.ofSeconds(240);
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Whatever of this is no text makes a browser do something. */
    private static final String HOSTILE = "<img src=x onerror=alert(1)>";

    /** What went wrong in each check; empty: nothing. */
    private static final Map<String, String> ERRORS = new LinkedHashMap<>();

    @BeforeAll
    static void check(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path directory) throws Exception {
        Path chromium = Tools.require("chromium");
        Npm.install(SOURCES, directory, List.of("browser.js", "suite.js", "held.js"));
        try (RunningServer running = RunningServer.start()) {
            running.watch.show(targets(90));
            running.get("/watch");
            running.nanos.addAndGet(Duration.ofMinutes(1).toNanos());
            running.watch.show(targets(123));
            Map<String, String> request = Map.of(
                    "url", "http://127.0.0.1:" + running.address().getPort() + "/", "chromium", chromium.toString());
            Path asked = Files.writeString(directory.resolve("request.json"), JSON.writeValueAsString(request));
            Path answer = directory.resolve("answer.json");
            List<String> command =
                    List.of(Tools.require("node").toString(), "held.js", asked.toString(), answer.toString());
            try (ManagedProcess process = ManagedProcess.start(directory, command)) {
                assertThat(process.awaitExit(CHECKS_WITHIN))
                        .as(process.output())
                        .isZero();
            }
            for (JsonNode check : JSON.readTree(answer.toFile())) {
                ERRORS.put(check.path("name").asText(), check.path("error").asText());
            }
        }
    }

    /** One of each state; of the healthy one, so many messages have come. */
    private static TargetFigures[] targets(long messages) {
        TargetFigures stale = SampleFigures.of("quiet", "wss://quiet.example.com/", SampleFigures.open(2));
        LastEnd hostile = new LastEnd(NOW, "closed_by_peer", "4000", HOSTILE);
        return new TargetFigures[] {
            SampleFigures.feed(messages),
            SampleFigures.refused(),
            SampleFigures.of(stale.watched(), stale.connections(), 7, true),
            SampleFigures.of(
                    HOSTILE,
                    "wss://long.example.com/" + "path".repeat(60),
                    List.of(
                            SampleFigures.open(0, Duration.ofDays(9), null),
                            new Connection(1, State.WAITING, 0, NOW, 0, hostile))),
            SampleFigures.of("new", "ws://new.example.com/", List.of(new Connection(0, State.OPENING, 0, NOW, 0, null)))
        };
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rowsAreReadableWithoutJavaScript",
                "scriptDrawsTheRowsThatTheExporterRenders",
                "filterHoldsForHeldConnectionsToo",
                "rowsChangeByThemselves",
                "watchThatIsTakenOutOfTheConfigurationLeavesThePage",
                "troubleIsToldInWords",
                "whatServersSayStaysText",
                "atMostAHundredAreDrawn",
                "nothingIsWiderThanAPhone",
                "axeFindsNothingInLight",
                "axeFindsNothingInDark",
            })
    void holds(String check) {
        assertThat(ERRORS).containsKey(check);
        assertThat(ERRORS.get(check)).isEmpty();
    }
}
