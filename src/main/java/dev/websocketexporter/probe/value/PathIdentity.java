package dev.websocketexporter.probe.value;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/**
 * Tells whether something else stands under a path, without a look at what a link leads to: for files that hang. It may
 * hang itself if the directory of the path does.
 *
 * @param parts of the path, its directory, and the link that another link leads over
 */
public record PathIdentity(List<String> parts) {
    public PathIdentity {
        parts = List.copyOf(parts);
    }

    /** What stands there now. */
    public static PathIdentity of(Path path) {
        List<String> parts = new ArrayList<>();
        Path directory = path.toAbsolutePath().getParent();
        if (directory != null) {
            parts.add(facts(directory));
            if (Files.isSymbolicLink(path)) {
                parts.add(facts(directory.resolve(firstOf(path))));
            }
        }
        parts.add(facts(path));
        return new PathIdentity(parts);
    }

    /** Where a link leads first: as Kubernetes mounts a file, over a link to a directory that is replaced. */
    private static Path firstOf(Path link) {
        try {
            Path target = Files.readSymbolicLink(link);
            return target.isAbsolute() || target.getNameCount() == 0 ? link : target.getName(0);
        } catch (IOException e) {
            return link;
        }
    }

    private static String facts(Path path) {
        try {
            BasicFileAttributes facts =
                    Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            // A directory changes whenever any file in it does.
            return facts.isDirectory()
                    ? String.valueOf(facts.fileKey())
                    : facts.fileKey() + " " + facts.creationTime() + " "
                            + (facts.isSymbolicLink() ? Files.readSymbolicLink(path) : "");
        } catch (IOException e) {
            return e.getClass().getSimpleName();
        }
    }
}
