package dev.websocketexporter.engine.values;

import dev.websocketexporter.probe.value.PathIdentity;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads files. May hang as long as the operating system does: only for threads that may. */
interface FileAccess {
    /** Reads a file, unless it is still what the reader knows. */
    FileContent read(Path path, FileAsk ask);

    /** What stands under the path, whatever is in it. */
    default PathIdentity identity(Path path) {
        return PathIdentity.of(path);
    }

    /** Reads regular files only: a device or a pipe may have no end, or no beginning. */
    FileAccess REGULAR = new FileAccess() {
        @Override
        public FileContent read(Path path, FileAsk ask) {
            // Before the content: a change after that shows as another version.
            FileVersion version = ask.versioned() ? FileVersion.of(path) : null;
            if (version != null && version.equals(ask.known())) {
                return FileContent.same(path, version);
            }
            if (!Files.isRegularFile(path)) {
                return FileContent.unreadable(
                        path, Files.exists(path) ? "is no regular file (expected: a file with content)" : "is gone");
            }
            try (InputStream in = Files.newInputStream(path)) {
                byte[] bytes = in.readNBytes(ask.largest() + 1);
                // Of another machine's file, what is known of it here may be old.
                boolean telling = version != null && FileVersion.isLocal(path);
                return FileContent.of(path, telling ? version : null, bytes);
            } catch (NoSuchFileException e) {
                return FileContent.unreadable(path, "is gone");
            } catch (AccessDeniedException e) {
                return FileContent.unreadable(path, "cannot be read: permission denied");
            } catch (IOException e) {
                return FileContent.unreadable(path, "cannot be read: " + words(e));
            }
        }
    };

    private static String words(IOException e) {
        String message = String.valueOf(e.getMessage());
        return message.substring(message.lastIndexOf(": ") + 1).strip();
    }
}
