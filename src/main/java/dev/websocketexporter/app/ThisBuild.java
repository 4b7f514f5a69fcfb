package dev.websocketexporter.app;

import dev.websocketexporter.server.recording.ExporterMetrics.BuildInfo;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Version and revision, from a resource that the build fills in. */
final class ThisBuild {
    private static final String RESOURCE = "build.properties";

    private ThisBuild() {}

    /** Version, commit (or {@code unknown}, when it was built outside a repository) and the Java runtime of this process. */
    static BuildInfo info() {
        Properties properties = properties();
        return new BuildInfo(
                filledIn(properties, "version"),
                filledIn(properties, "revision"),
                Runtime.version().toString());
    }

    /** The version alone, without a class of the server. */
    static String version() {
        return filledIn(properties(), "version");
    }

    private static Properties properties() {
        Properties properties = new Properties();
        try (InputStream resource = ThisBuild.class.getResourceAsStream(RESOURCE)) {
            if (resource == null) {
                throw new IllegalStateException(RESOURCE + ": missing (expected: beside " + ThisBuild.class + ")");
            }
            properties.load(resource);
        } catch (IOException e) {
            throw new UncheckedIOException(RESOURCE, e);
        }
        return properties;
    }

    private static String filledIn(Properties properties, String key) {
        String value = properties.getProperty(key, "");
        if (value.isEmpty() || value.contains("${")) {
            throw new IllegalStateException(
                    RESOURCE + ": " + key + " is \"" + value + "\" (expected: filled in by the build)");
        }
        return value;
    }

    /** The answer to {@code --version}, as Prometheus' own programs give it. */
    static String line(BuildInfo build) {
        return "websocket_exporter, version " + build.version() + " (revision " + build.revision() + ", java "
                + build.javaVersion() + ")";
    }
}
