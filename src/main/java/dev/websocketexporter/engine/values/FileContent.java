package dev.websocketexporter.engine.values;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What was found in a file.
 *
 * @param path of the file
 * @param version by which a later look can tell that the content is still the same; null: it cannot
 * @param bytes the content, or its beginning and one byte more than was asked for; null: the file is still what the
 *     reader knows, or there is a problem. Not to be changed
 * @param problem why there is no content, in words that follow the file's name; null: there is none
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record FileContent(
        Path path,
        @Nullable FileVersion version,
        byte @Nullable [] bytes,
        @Nullable String problem) {
    static FileContent of(Path path, @Nullable FileVersion version, byte[] bytes) {
        return new FileContent(path, version, bytes, null);
    }

    static FileContent same(Path path, FileVersion version) {
        return new FileContent(path, version, null, null);
    }

    static FileContent unreadable(Path path, String problem) {
        return new FileContent(path, null, null, problem);
    }

    /** Whether the file is still what the reader knew. */
    public boolean isSame() {
        return bytes == null && problem == null;
    }

    /** Why a reader that takes no more than so many bytes cannot use it, in words for users; null: it can. */
    public @Nullable String trouble(int largest) {
        if (problem != null) {
            return "file " + path + " " + problem;
        }
        return bytes != null && bytes.length > largest
                ? "file " + path + " is larger than " + largest / 1024 + " KiB"
                : null;
    }
}
