package dev.websocketexporter.server.handlers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.config.ConfigurationSource;
import dev.websocketexporter.probe.module.TlsVersion;
import dev.websocketexporter.server.RunningServer;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code /sd}, in the form that Prometheus' HTTP service discovery reads. */
@Timeout(60)
class DiscoveryHandlerIT {
    @TempDir
    private Path directory;

    private void configure(RunningServer running, String yaml) throws Exception {
        Path file = Files.writeString(directory.resolve("config.yml"), yaml);
        running.configuration.current = new ConfigurationSource(file, EnumSet.allOf(TlsVersion.class))
                .load()
                .configuration();
    }

    @Test
    void withoutTargetsItIsAnEmptyList() throws Exception {
        try (RunningServer running = RunningServer.start()) {
            HttpResponse<String> response = running.get("/sd");

            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.body()).isEqualTo("[]\n");
            // Prometheus refuses every other type.
            assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json;charset=utf-8");
        }
    }

    @Test
    void groupsAreOfferedWithQueriesModuleAndLabels() throws Exception {
        try (RunningServer running = RunningServer.start()) {
            configure(running, """
                    modules: {websocket: {}, chat: {params: [origin]}}
                    targets:
                      - targets: ["wss://a.example/?token=MARKER", "ws://b.example"]
                        module: chat
                        labels: {team: "q\\"uote", __param_param_origin: "https://app.example"}
                      - targets: [ws://c.example]
                    """);

            assertThat(running.get("/sd").body())
                    .isEqualTo("[{\"targets\":[\"wss://a.example/?token=MARKER\",\"ws://b.example\"],"
                            + "\"labels\":{\"__param_module\":\"chat\",\"team\":\"q\\\"uote\","
                            + "\"__param_param_origin\":\"https://app.example\"}},"
                            + "{\"targets\":[\"ws://c.example\"],\"labels\":{\"__param_module\":\"websocket\"}}]\n");
            assertThat(running.get("/config").body())
                    .contains("wss://a.example/?token=<secret>")
                    .doesNotContain("MARKER");
        }
    }

    @Test
    void methodsAreThoseOfEveryOtherPath() throws Exception {
        try (RunningServer running = RunningServer.start()) {
            assertThat(running.send("HEAD", "/sd").statusCode()).isEqualTo(200);
            HttpResponse<String> refused = running.send("POST", "/sd");
            assertThat(refused.statusCode()).isEqualTo(405);
            assertThat(refused.headers().firstValue("Allow")).hasValue("GET, HEAD");
        }
    }

    @Test
    void itHasTheRoutePrefix() throws Exception {
        try (RunningServer running = RunningServer.start(settings ->
                RunningServer.withPrefix(settings, URI.create("https://example.com/exporter"), "/exporter"))) {
            assertThat(running.get("/exporter/sd").body()).isEqualTo("[]\n");
            assertThat(running.get("/sd").statusCode()).isEqualTo(404);
        }
    }
}
