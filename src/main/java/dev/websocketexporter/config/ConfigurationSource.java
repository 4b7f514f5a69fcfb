package dev.websocketexporter.config;

import dev.websocketexporter.probe.module.TlsVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where the configuration comes from.
 *
 * @param file opened anew at each reading, so that whatever stands at this path counts, also behind a symbolic link that
 *     was moved on; absent: the configuration in the jar
 * @param tlsVersions what the engine in use can do; another one in the file is a mistake
 */
public record ConfigurationSource(@Nullable Path file, Set<TlsVersion> tlsVersions) {
    /** As much as the YAML parser takes; a device without an end, named by mistake, must not fill the memory. */
    static final int LARGEST_FILE_BYTES = 3 * 1024 * 1024;

    public ConfigurationSource {
        tlsVersions = Set.copyOf(tlsVersions);
    }

    /** How messages call it. */
    public String name() {
        return file == null ? "embedded configuration" : file.toString();
    }

    /**
     * Reads what is there now. Blocks.
     *
     * @throws ConfigurationException when it cannot be read
     */
    public ConfigurationContent read() throws ConfigurationException {
        if (file == null) {
            return ConfigurationContent.embedded();
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LARGEST_FILE_BYTES + 1);
            if (bytes.length > LARGEST_FILE_BYTES) {
                throw new Diagnostics(name())
                        .fatal(
                                null,
                                "",
                                "is larger than " + LARGEST_FILE_BYTES / 1024 / 1024
                                        + " MiB (expected: a configuration)");
            }
            return ConfigurationContent.of(file, bytes, tlsVersions);
        } catch (IOException e) {
            throw new Diagnostics(name()).fatal(null, "", "cannot be read: " + Unreadable.why(file, e));
        }
    }
}
