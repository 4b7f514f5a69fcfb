package dev.websocketexporter.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
        List<Object> objects = new ArrayList<>();
        new Yaml().loadAll(Files.readString(OBJECTS)).forEach(objects::add);

        String targets = jq(Map.of("kind", "List", "items", objects));

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

    @Test
    void aClusterWithoutAnyIsAListWithoutAny() throws IOException {
        assertThat(jq(Map.of("kind", "List", "items", List.of()))).isEqualToIgnoringWhitespace("[]");
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
