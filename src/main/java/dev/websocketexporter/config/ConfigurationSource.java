package dev.websocketexporter.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where the configuration comes from.
 *
 * @param file opened anew at each reading, so that whatever stands at this path counts, also behind a symbolic link that
 *     was moved on; absent: the configuration in the jar
 */
public record ConfigurationSource(@Nullable Path file) {
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
        try {
            return ConfigurationContent.of(file, Files.readAllBytes(file));
        } catch (IOException e) {
            throw new Findings(name()).fatal(null, "", "cannot be read: " + Unreadable.why(file, e));
        }
    }
}
