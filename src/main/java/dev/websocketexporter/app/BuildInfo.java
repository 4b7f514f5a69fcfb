package dev.websocketexporter.app;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * Which build this is.
 *
 * @param version as in the pom
 * @param revision the commit it was built from; {@code unknown} when it was built outside a repository
 * @param javaVersion the version of the Java runtime it runs on
 */
public record BuildInfo(String version, String revision, String javaVersion) {
    private static final String RESOURCE = "build.properties";

    /** What the build wrote down, and the Java runtime of this process. */
    public static BuildInfo ofThisProcess() {
        Properties properties = new Properties();
        try (InputStream resource = BuildInfo.class.getResourceAsStream(RESOURCE)) {
            if (resource == null) {
                throw new IllegalStateException(RESOURCE + ": missing (expected: beside " + BuildInfo.class + ")");
            }
            properties.load(resource);
        } catch (IOException e) {
            throw new UncheckedIOException(RESOURCE, e);
        }
        return new BuildInfo(
                required(properties, "version"),
                required(properties, "revision"),
                Runtime.version().toString());
    }

    private static String required(Properties properties, String key) {
        String value = properties.getProperty(key, "");
        if (value.isEmpty() || value.contains("${")) {
            throw new IllegalStateException(
                    RESOURCE + ": " + key + " is \"" + value + "\" (expected: filled in by the build)");
        }
        return value;
    }

    /** The line of {@code --version}, as Prometheus' own programs have it. */
    @Override
    public String toString() {
        return "websocket_exporter, version " + version + " (revision " + revision + ", java " + javaVersion + ")";
    }
}
