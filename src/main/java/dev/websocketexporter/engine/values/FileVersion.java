package dev.websocketexporter.engine.values;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Distinguishes the contents that a file has had, without reading it. The time of the last change is the
 * kernel's own: unlike that of the last modification, no copy and no archive brings an old one along. Asking for it may
 * hang: not for an event loop.
 *
 * @param changed when content or attributes were last changed
 * @param size in bytes
 * @param file the inode: another file under the same name has another
 * @param device what the inode is counted on
 */
public record FileVersion(FileTime changed, long size, Object file, Object device) {
    /** More than the coarsest clock of a file system, so that a second change shows in the time. */
    private static final Duration GRAIN = Duration.ofSeconds(3);

    /** File systems that answer from memory or a disk of the machine, as a rule; others may wait for a network. */
    private static final Set<String> LOCAL =
            Set.of("apfs", "btrfs", "ext2", "ext3", "ext4", "f2fs", "overlay", "ramfs", "tmpfs", "xfs", "zfs");

    /** The version that is there now; absent when there is no file, or the file system does not report it. */
    public static @Nullable FileVersion of(Path path) {
        try {
            Map<String, Object> attributes = Files.readAttributes(path, "unix:ctime,size,ino,dev");
            return new FileVersion(
                    (FileTime) Objects.requireNonNull(attributes.get("ctime")),
                    (Long) Objects.requireNonNull(attributes.get("size")),
                    Objects.requireNonNull(attributes.get("ino")),
                    Objects.requireNonNull(attributes.get("dev")));
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            // Reading the file will report what is wrong with it.
            return null;
        }
    }

    /**
     * Whether the file can be looked at without waiting for another machine: it is on such a file system, and so is
     * every directory on the way to it, whose name may be a link.
     */
    public static boolean isLocal(Path path) {
        try {
            for (Path step = path.toAbsolutePath(); step != null; step = step.getParent()) {
                if (!LOCAL.contains(Files.getFileStore(step).type())) {
                    return false;
                }
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Whether any further change must show: what was changed just now may change again at the same reading of the
     * clock.
     */
    public boolean isSettledAt(Instant now) {
        return changed.toInstant().plus(GRAIN).isBefore(now);
    }
}
