package dev.websocketexporter.config;

import dev.websocketexporter.config.Site.Surroundings;
import dev.websocketexporter.probe.TlsVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/** Reads configurations from where they are kept. */
public final class ConfigurationLoader {
    /** As much as the YAML parser takes; a device without an end, named by mistake, must not fill the memory. */
    static final int LARGEST_FILE_BYTES = 3 * 1024 * 1024;

    private static final String EMBEDDED = "default.yml";

    private ConfigurationLoader() {}

    /**
     * Reads a file. Blocks.
     *
     * @param tlsVersions what the engine in use can do; another one in the file is a mistake
     * @throws ConfigurationException with all mistakes, when it cannot be read or used
     */
    public static Loaded load(Path file, Set<TlsVersion> tlsVersions) throws ConfigurationException {
        Path absolute = file.toAbsolutePath();
        Path directory = absolute.getParent() == null ? absolute : absolute.getParent();
        Findings findings = new Findings(file.toString());
        try {
            return parse(contents(file, findings), new Surroundings(directory, tlsVersions), findings);
        } catch (IOException e) {
            throw findings.fatal(null, "", "cannot be read: " + Unreadable.why(file, e));
        }
    }

    private static byte[] contents(Path file, Findings findings) throws IOException, ConfigurationException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LARGEST_FILE_BYTES + 1);
            if (bytes.length > LARGEST_FILE_BYTES) {
                throw findings.fatal(
                        null,
                        "",
                        "is larger than " + LARGEST_FILE_BYTES / 1024 / 1024 + " MiB (expected: a configuration)");
            }
            return bytes;
        }
    }

    /** The configuration that holds when there is no file. */
    public static Loaded loadEmbedded() {
        try (InputStream in = ConfigurationLoader.class.getResourceAsStream(EMBEDDED)) {
            if (in == null) {
                throw new IllegalStateException("the jar has no " + EMBEDDED);
            }
            Surroundings surroundings = new Surroundings(Path.of("").toAbsolutePath(), Set.of());
            return parse(in.readAllBytes(), surroundings, new Findings(EMBEDDED));
        } catch (IOException | ConfigurationException e) {
            throw new IllegalStateException("the configuration in the jar cannot be used: " + e.getMessage(), e);
        }
    }

    static Loaded parse(byte[] yaml, Surroundings surroundings, Findings findings) throws ConfigurationException {
        YamlValue document = YamlDocument.read(yaml, findings);
        Configuration configuration = new ConfigurationReader(new Site("", surroundings, findings)).read(document);
        return new Loaded(configuration, findings.warnings());
    }
}
