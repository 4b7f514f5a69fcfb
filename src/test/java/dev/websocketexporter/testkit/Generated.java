package dev.websocketexporter.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file of the repository that is made from other ones, or from the product's own definitions. */
public final class Generated {
    /** With {@code mvn test -Dgenerate}, the files are written instead of checked. */
    private static final String WRITE = "generate";

    private Generated() {}

    /** Whether files are written instead of checked. */
    public static boolean writes() {
        return System.getProperty(WRITE) != null;
    }

    /** The file has this content, or is given it. */
    public static void assertUpToDate(Path file, String expected) throws IOException {
        if (writes()) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, expected);
        }
        assertThat(Files.readString(file))
                .as("%s; mvn test -D%s writes it", file, WRITE)
                .isEqualTo(expected);
    }
}
