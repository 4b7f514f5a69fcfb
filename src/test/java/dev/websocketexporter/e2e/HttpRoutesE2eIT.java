package dev.websocketexporter.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.yaml.snakeyaml.Yaml;

/** {@code examples/scrapers/gateway-api}: targets from HTTPRoutes, by the real jq and an exporter that reads them. */
@Tag("e2e")
@Execution(ExecutionMode.CONCURRENT)
@Timeout(60)
class HttpRoutesE2eIT {
    static final Path OBJECTS = Path.of("src", "test", "e2e", "scrapers", "gateways.yaml");

    private static final Path PROGRAM = ScraperRecipe.DIRECTORY.resolve("gateway-api/httproutes.jq");

    @TempDir
    private Path directory;

    @Test
    void hostsAndPathsOfLabelledRoutesAreTargets() throws IOException {
        String targets = jq(Map.of("kind", "List", "items", objects()));

        assertThat(new ObjectMapper().readTree(targets)).isEqualTo(new ObjectMapper().readTree("""
                [{"targets": ["wss://chat.example.com/socket"],
                  "labels": {"namespace": "chat", "httproute": "chat", "__param_module": "websocket_ping"}},
                 {"targets": ["ws://inner.example.net:8080/"],
                  "labels": {"namespace": "infra", "httproute": "inner"}}]
                """));
        Files.writeString(Files.createDirectory(directory.resolve("targets")).resolve("httproutes.json"), targets);
        Path configuration = Files.writeString(directory.resolve("config.yml"), """
                modules: {websocket: {}, websocket_ping: {}}
                targets: [{target_files: [targets/*.json]}]
                """);
        try (Exporter exporter = Exporter.start(directory, "--config.file=" + configuration)) {
            assertThat(exporter.get("/sd").body())
                    .contains("\"wss://chat.example.com/socket\"", "\"ws://inner.example.net:8080/\"");
        }
    }

    /** The exporter refuses a file as a whole, and whoever may write an HTTPRoute may name a module that is none. */
    @Test
    void targetsOfEachNamespaceAreAFileOfTheirOwn() throws IOException {
        runCronJob(objects());

        try (Stream<Path> files = Files.list(directory.resolve("targets"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("chat.json", "infra.json");
        }
        assertThat(Files.readString(directory.resolve("targets/chat.json")))
                .contains("chat.example.com")
                .doesNotContain("inner.example.net");
        assertThat(Files.readString(directory.resolve("called")))
                .isEqualTo("create configmap websocket-targets --from-file=targets --dry-run=client --output yaml\n"
                        + "apply --server-side --force-conflicts --filename configmap.yaml\n");
    }

    @Test
    void clusterWithoutAnyLeavesAnEmptyConfigMap() throws IOException {
        runCronJob(List.of());

        assertThat(directory.resolve("targets")).isEmptyDirectory();
        assertThat(Files.readString(directory.resolve("called"))).contains("apply ");
    }

    /** With the real jq, and a stand-in for the cluster. */
    private void runCronJob(List<Object> objects) throws IOException {
        new ObjectMapper().writeValue(directory.resolve("list.json").toFile(), Map.of("items", objects));
        Path kubectl = Files.createDirectory(directory.resolve("bin")).resolve("kubectl");
        Files.writeString(kubectl, """
                #!/bin/sh
                [ "$1" != get ] || exec cat list.json
                echo "$*" >>called
                """);
        Files.setPosixFilePermissions(kubectl, PosixFilePermissions.fromString("rwxr-xr-x"));
        JsonNode container = new ObjectMapper()
                .valueToTree(AlertRule.parse(ScraperRecipe.DIRECTORY.resolve("gateway-api/cronjob.yaml")))
                .at("/spec/jobTemplate/spec/template/spec/containers/0");
        List<String> command = new ArrayList<>(List.of(
                "/usr/bin/env",
                "PATH=" + kubectl.getParent() + ":" + Tools.require("jq").getParent() + ":/usr/bin:/bin"));
        container.get("command").forEach(word -> command.add(word.asText()));
        command.add(container
                .at("/args/0")
                .asText()
                .replace("/httproutes/", PROGRAM.toAbsolutePath().getParent() + "/"));
        try (ManagedProcess job = ManagedProcess.start(directory, command)) {
            assertThat(job.awaitExit()).as(job.output()).isZero();
        }
    }

    @Test
    void aClusterWithoutAnyIsAListWithoutAny() throws IOException {
        assertThat(jq(Map.of("kind", "List", "items", List.of()))).isEqualToIgnoringWhitespace("[]");
    }

    private static List<Object> objects() throws IOException {
        List<Object> objects = new ArrayList<>();
        new Yaml().loadAll(Files.readString(OBJECTS)).forEach(objects::add);
        return objects;
    }

    private String jq(Map<String, ?> list) throws IOException {
        Path input = directory.resolve("list.json");
        new ObjectMapper().writeValue(input.toFile(), list);
        List<String> command = List.of(
                Tools.require("jq").toString(), "-f", PROGRAM.toAbsolutePath().toString(), input.toString());
        try (ManagedProcess jq = ManagedProcess.start(directory, command)) {
            assertThat(jq.awaitExit()).as(jq.output()).isZero();
            return jq.output();
        }
    }
}
