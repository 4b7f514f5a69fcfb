package dev.websocketexporter.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** A module of Go that has the definitions of Kubernetes' custom resources as files, so that nothing has to be built. */
enum DefiningModule {
    VICTORIA_METRICS(
            "github.com/VictoriaMetrics/operator@v0.74.1",
            "h1:NyGPEt1HlrwpF9zSqdcrrBaxI2uUfndNppOCmlDrZhc=",
            "config/crd/overlay/crd.descriptionless.yaml"),
    GATEWAY_API(
            "sigs.k8s.io/gateway-api@v1.6.3",
            "h1:lKpJa5bGlraC/QeACvCpsHLdmO6y0iKfzVl6gzaFEYc=",
            "config/crd/standard/gateway.networking.k8s.io_*.yaml");

    private static final Duration COMES_WITHIN = Duration.ofSeconds(120);

    private final String version;
    private final String sum;
    private final String files;

    DefiningModule(String version, String sum, String files) {
        this.version = version;
        this.sum = sum;
        this.files = files;
    }

    /** Files with one definition or more. */
    List<Path> resources(Path work) throws IOException {
        Path directory = Files.createDirectory(work.resolve(name()));
        List<String> command = List.of(Tools.require("go").toString(), "mod", "download", "-json", version);
        JsonNode module = new ObjectMapper().readTree(Downloads.run(directory, COMES_WITHIN, command));
        if (!sum.equals(module.path("Sum").asText())) {
            throw new AssertionError(version + " is another one: " + module + " (expected: the sum " + sum + ")");
        }
        Path pattern = Path.of(module.path("Dir").asText()).resolve(files);
        try (Stream<Path> found = Files.list(pattern.getParent())) {
            return found.filter(pattern.getFileSystem().getPathMatcher("glob:" + pattern)::matches)
                    .sorted()
                    .toList();
        }
    }
}
