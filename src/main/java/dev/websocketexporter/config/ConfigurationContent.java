package dev.websocketexporter.config;

import dev.websocketexporter.config.ReadContext.Surroundings;
import dev.websocketexporter.probe.module.TlsVersion;
import dev.websocketexporter.probe.value.Digests;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Set;

/** The bytes of a configuration, read once: what is compared is what is parsed. Immutable. */
public final class ConfigurationContent {
    private static final String EMBEDDED = "default.yml";

    private final String name;
    private final Surroundings surroundings;
    private final byte[] bytes;

    private ConfigurationContent(String name, Surroundings surroundings, byte[] bytes) {
        this.name = name;
        this.surroundings = surroundings;
        this.bytes = bytes;
    }

    /** The bytes of a file; names in it are relative to the directory in which it is found, links not followed. */
    static ConfigurationContent of(Path file, byte[] bytes, Set<TlsVersion> tlsVersions) {
        Path absolute = file.toAbsolutePath();
        Path directory = absolute.getParent() == null ? absolute : absolute.getParent();
        return new ConfigurationContent(file.toString(), new Surroundings(directory, tlsVersions), bytes.clone());
    }

    static ConfigurationContent embedded() {
        try (InputStream in = ConfigurationContent.class.getResourceAsStream(EMBEDDED)) {
            if (in == null) {
                throw new IllegalStateException("the jar has no " + EMBEDDED);
            }
            Surroundings surroundings = new Surroundings(Path.of("").toAbsolutePath(), Set.of());
            return new ConfigurationContent(EMBEDDED, surroundings, in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("the configuration in the jar cannot be read", e);
        }
    }

    /** Equal for equal bytes, and for no others. */
    public String fingerprint() {
        return HexFormat.of().formatHex(Digests.sha256().digest(bytes));
    }

    /**
     * Parses and checks. Blocks, since it looks at files that are named.
     *
     * @throws ConfigurationException with all mistakes, when it cannot be used
     */
    public Loaded load() throws ConfigurationException {
        return ConfigurationLoader.parse(bytes, surroundings, new Diagnostics(name));
    }
}
