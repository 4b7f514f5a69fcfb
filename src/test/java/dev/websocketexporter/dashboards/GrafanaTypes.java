package dev.websocketexporter.dashboards;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** The Grafana whose types the dashboards are held against. */
final class GrafanaTypes {
    /** What Grafana 13 writes, and the last number of this form of dashboards. */
    static final int SCHEMA = 42;

    private static final Path PACKAGE = Path.of("src", "test", "e2e", "grafana", "package.json");

    private GrafanaTypes() {}

    static String version() {
        try {
            return new ObjectMapper()
                    .readTree(PACKAGE.toFile())
                    .at("/dependencies/@grafana~1schema")
                    .asText();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
