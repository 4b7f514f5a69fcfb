package dev.websocketexporter.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.testkit.Programs;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the page about HTTP/2 says of servers and proxies is so. */
@Tag("e2e")
@Timeout(300)
class Http2ServersE2eIT {
    private static final Path SOURCES = Path.of("src", "test", "e2e", "http2").toAbsolutePath();
    private static final Path PAGE = Path.of("docs", "http2.md");
    private static final Duration STARTS_WITHIN = Duration.ofMinutes(5);
    private static final int MISSING = 69;

    /** {@code | HAProxy … (`haproxy`) | 2.6.12 | 1 | 100 | works |}. */
    private static final Pattern ROW =
            Pattern.compile("\\| .*\\(`([a-z-]+)`\\) \\| \\S+ \\| ([01]) \\| ([^|]+) \\| `?([^|`]+)`? \\|");

    private static final String CONFIGURATION = """
            modules:
              two:
                websocket:
                  http_version: "2"
                  http_config: {tls_config: {insecure_skip_verify: true}}
                  query_response:
                    - {send: hello}
                    - {expect: "^hello$", skip: 1}
                  close: {required: true}
            """;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private static Path directory;

    private static ManagedProcess servers;
    private static Map<String, String> urls;
    private static Exporter exporter;

    /**
     * A row of the page's table.
     *
     * @param id what the program of the servers announces it as
     * @param connect ENABLE_CONNECT_PROTOCOL
     * @param streams MAX_CONCURRENT_STREAMS
     * @param outcome {@code works}, or phase and reason
     */
    record Row(String id, String connect, String streams, String outcome) {
        @Override
        public String toString() {
            return id;
        }
    }

    @BeforeAll
    static void start() throws IOException {
        servers = ManagedProcess.start(
                Files.createDirectory(directory.resolve("servers")),
                List.of("env", "SOURCES=" + SOURCES, SOURCES.resolve("start").toString()));
        OptionalInt ended = servers.awaitReadyOrEnd(
                STARTS_WITHIN, () -> !Announced.urls(servers).isEmpty());
        if (ended.isPresent()) {
            String said = servers.output().strip();
            assertThat(ended.getAsInt()).as(said).isEqualTo(MISSING);
            Programs.missing("HTTP/2: " + said);
        }
        urls = Announced.urls(servers);
        Path configuration = Files.writeString(directory.resolve("config.yml"), CONFIGURATION);
        exporter = Exporter.start(directory, "--config.file=" + configuration);
    }

    @AfterAll
    static void stop() {
        if (exporter != null) {
            exporter.close();
        }
        if (servers != null) {
            servers.closeWithChildren();
        }
    }

    static Stream<Row> rows() throws IOException {
        return ROW.matcher(Files.readString(PAGE))
                .results()
                .map(row -> new Row(
                        row.group(1),
                        row.group(2),
                        row.group(3).strip(),
                        row.group(4).strip()));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void serversAreAsThePageSays(Row row) throws IOException {
        String query = "/probe?module=two&target=" + URLEncoder.encode(urls.get(row.id()), StandardCharsets.UTF_8);
        Samples samples = Samples.of(exporter.get(query).body());
        String debug = exporter.get(query + "&debug=true").body();

        assertThat(samples.failure()).as(debug).isEqualTo(row.outcome().equals("works") ? "" : row.outcome());
        assertThat(samples.value("probe_websocket_http_version")).isEqualTo(2);
        assertThat(debug)
                .contains(
                        "ENABLE_CONNECT_PROTOCOL " + row.connect() + ", MAX_CONCURRENT_STREAMS " + row.streams() + ",");
        if (urls.get(row.id()).startsWith("wss:")) {
            assertThat(samples.only("probe_tls_alpn_info").label("protocol")).isEqualTo("h2");
        }
    }

    @Test
    void thePageHasEachServer() throws IOException {
        assertThat(rows().map(Row::id)).containsExactlyInAnyOrderElementsOf(urls.keySet());
    }
}
