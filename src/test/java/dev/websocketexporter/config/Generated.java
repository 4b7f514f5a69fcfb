package dev.websocketexporter.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file of the repository that is made by the code. */
public final class Generated {
    /** With {@code mvn test -Dgenerate}, the files are written instead of checked. */
    private static final String WRITE = "generate";

    private Generated() {}

    public static void assertUpToDate(Path file, String expected) throws IOException {
        if (System.getProperty(WRITE) != null) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, expected);
        }
        assertThat(Files.readString(file))
                .as("%s; mvn test -D%s writes it", file, WRITE)
                .isEqualTo(expected);
    }
}
