package dev.websocketexporter.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The examples for what does not run here fit the schemas that others publish. */
@Tag("e2e")
@Timeout(120)
class ExampleSchemasE2eIT {
    private static final Path SOURCES = Path.of("src", "test", "e2e", "schemas");

    private static final String PROGRAM = "check.js";

    @TempDir
    private static Path directory;

    @BeforeAll
    static void install() throws IOException {
        Npm.install(SOURCES, directory, PROGRAM);
    }

    @Test
    void composeFileFitsItsSpecification() throws IOException {
        assertFits("compose", List.of(ComposeExampleTest.FILE));
    }

    @Test
    void kubernetesObjectsFitTheirTypes() throws IOException {
        List<Path> objects = new ArrayList<>(KubernetesExample.objects(KubernetesExample.DIRECTORY));
        objects.addAll(KubernetesExample.objects(KubernetesExample.OPERATOR));
        assertThat(objects).hasSizeGreaterThan(8);

        assertFits("kubernetes", objects);
    }

    @Test
    void kubernetesObjectsOfThePageAboutScalingFitTheirTypes() throws IOException {
        List<Path> objects = new ArrayList<>();
        for (String kind : List.of("StatefulSet", "Probe")) {
            objects.add(Files.writeString(directory.resolve(kind + ".yaml"), ScalingPage.block("kind: " + kind)));
        }

        assertFits("kubernetes", objects);
    }

    @Test
    void whatDoesNotFitInAComposeFileIsFound() throws IOException {
        String bad = Files.readString(ComposeExampleTest.FILE)
                .replaceFirst("cap_drop", "cap_dropped")
                .replaceFirst("read_only: true", "read_only: perhaps");

        assertFound("compose", bad, "\"cap_dropped\"", "/services/demo/read_only must be boolean");
    }

    @Test
    void whatDoesNotFitInKubernetesIsFound() throws IOException {
        String bad = Files.readString(KubernetesExample.DIRECTORY.resolve("deployment.yaml"))
                .replaceFirst("readOnlyRootFilesystem", "readonlyRootFilesystem")
                .replaceFirst("memory: \\w+", "memory: much")
                .replaceFirst("failureThreshold: 60", "failureThreshold: many");

        assertFound("kubernetes", bad, "'\"readonlyRootFilesystem\"'", "/memory must match format", "must be integer");
    }

    @Test
    void whatDoesNotFitInAResourceOfPrometheusOperatorIsFound() throws IOException {
        String bad = Files.readString(KubernetesExample.OPERATOR.resolve("probe.yaml"))
                .replaceFirst("jobName:", "jobname:")
                .replaceFirst("scrapeTimeout: 10s", "scrapeTimeout: soon");

        assertFound("kubernetes", bad, "'\"jobname\"'", "data/spec/scrapeTimeout must match pattern");
    }

    private static void assertFits(String what, List<Path> files) throws IOException {
        Exporter.Ended ended = check(what, files);

        assertThat(ended.output()).isBlank();
        assertThat(ended.status()).isZero();
    }

    private static void assertFound(String what, String bad, String... findings) throws IOException {
        Exporter.Ended ended = check(what, List.of(Files.writeString(directory.resolve("bad.yaml"), bad)));

        assertThat(ended.output()).contains(findings);
        assertThat(ended.status()).isEqualTo(1);
    }

    private static Exporter.Ended check(String what, List<Path> files) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(what));
        files.forEach(file -> arguments.add(file.toAbsolutePath().toString()));
        return Npm.run(directory, PROGRAM, arguments);
    }
}
