package dev.websocketexporter.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Modules of Go whose files say what a configuration may hold, so that nothing has to be built. */
enum GoSources {
    /** Definitions of VMAgent, VMProbe and others. */
    VICTORIA_METRICS_OPERATOR(
            "github.com/VictoriaMetrics/operator@v0.74.1", "h1:NyGPEt1HlrwpF9zSqdcrrBaxI2uUfndNppOCmlDrZhc="),

    /** Definitions of Gateway, HTTPRoute and others. */
    GATEWAY_API("sigs.k8s.io/gateway-api@v1.6.3", "h1:lKpJa5bGlraC/QeACvCpsHLdmO6y0iKfzVl6gzaFEYc="),

    /** An example with every key of each plugin. */
    TELEGRAF("github.com/influxdata/telegraf@v1.39.3", "h1:SauZnzw7fZPkMNFq+GxazjPr7MyGl1/saEYxxKKvdyU=");

    private static final Duration COMES_WITHIN = Duration.ofSeconds(120);

    private final String version;
    private final String sum;

    GoSources(String version, String sum) {
        this.version = version;
        this.sum = sum;
    }

    /** Where they are, once they have come. */
    Path directory(Path work) throws IOException {
        Path directory = Files.createDirectory(work.resolve(name()));
        List<String> command = List.of(Tools.require("go").toString(), "mod", "download", "-json", version);
        JsonNode module = new ObjectMapper().readTree(Downloads.run(directory, COMES_WITHIN, command));
        if (!sum.equals(module.path("Sum").asText())) {
            throw new AssertionError(version + " is another one: " + module + " (expected: the sum " + sum + ")");
        }
        return Path.of(module.path("Dir").asText());
    }
}
