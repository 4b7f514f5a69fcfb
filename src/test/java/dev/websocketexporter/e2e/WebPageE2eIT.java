package dev.websocketexporter.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page in a headless Chromium, as a reader uses it; {@code check.js} has what each check does. */
@Tag("e2e")
@Timeout(300)
class WebPageE2eIT {
    private static final Path SOURCES = Path.of("src", "test", "e2e", "page").toAbsolutePath();
    private static final Path IMAGES = Path.of("docs", "images").toAbsolutePath();
    private static final long MOST_BYTES = 100_000;
    private static final Duration CHECKS_WITHIN = Duration.ofSeconds(240);
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What went wrong in each check; empty: nothing. */
    private static final Map<String, String> ERRORS = new LinkedHashMap<>();

    private static Path program;
    private static Path request;
    private static WebPageTargets world;

    @BeforeAll
    static void check(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path directory) throws Exception {
        Path chromium = Tools.require("chromium");
        program = Files.createDirectory(directory.resolve("program"));
        Npm.install(SOURCES, program, List.of("browser.js", "suite.js", "check.js", "pictures.js"));
        world = WebPageTargets.start(Files.createDirectory(directory.resolve("world")));
        world.probeAll(3);
        request = Files.writeString(program.resolve("request.json"), JSON.writeValueAsString(world.request(chromium)));
        Path answer = program.resolve("answer.json");
        run("check.js", answer);
        for (JsonNode check : JSON.readTree(answer.toFile())) {
            ERRORS.put(check.path("name").asText(), check.path("error").asText());
        }
    }

    @AfterAll
    static void end() {
        if (world != null) {
            world.close();
        }
    }

    private static void run(String script, Path answer) throws IOException {
        List<String> command = List.of(Tools.require("node").toString(), script, request.toString(), answer.toString());
        try (ManagedProcess process = ManagedProcess.start(program, command)) {
            assertThat(process.awaitExit(CHECKS_WITHIN)).as(process.output()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rowsAreReadableWithoutJavaScript",
                "scriptDrawsTheRowsThatTheExporterRenders",
                "durationsAreRoundedAsTheExporterRoundsThem",
                "probeByHandShowsTheResultInPlace",
                "moduleWithParamsHasAFieldForEach",
                "badTargetIsToldInWords",
                "filterIsKeptInTheLink",
                "linkToAProbeCanBeSharedAndNeverLeadsToAnother",
                "whatTargetsSayStaysText",
                "everythingCanBeDoneByKeyboard",
                "nothingIsWiderThanAPhone",
                "rowsChangeByThemselvesUnlessThisIsOff",
                "answerThatWasOvertakenChangesNothing",
                "dateOfACertificateMayHaveAnyYear",
                "shortLivedCertificateIsMarkedOnlyNearItsEnd",
                "commandForCurlAsksForTheNameWhereTheAddressIs",
                "hiddenPageAsksForNothing",
                "axeFindsNothingInLight",
                "axeFindsNothingInDark",
            })
    void holds(String check) {
        assertThat(ERRORS).containsKey(check);
        assertThat(ERRORS.get(check)).isEmpty();
    }

    /** Draws the pictures of the documents again. */
    @Test
    @EnabledIfSystemProperty(named = "pictures.write", matches = "true")
    void picturesAreSmall() throws IOException {
        world.probeAll(30);
        run("pictures.js", IMAGES);
        try (Stream<Path> pictures = Files.list(IMAGES)) {
            assertThat(pictures.filter(file -> file.toString().contains("/page")))
                    .hasSize(4)
                    .allSatisfy(file -> assertThat(Files.size(file)).isLessThan(MOST_BYTES));
        }
    }
}
