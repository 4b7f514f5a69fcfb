package dev.websocketexporter.engine.resolve;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a small file of the system says, in memory. {@link #value} touches no file and may be called on an event loop;
 * {@link #refresh} reads the file when it has changed, and must not.
 */
final class WatchedFile<T> {
    private final Path path;
    private final int maxBytes;
    private final Function<@Nullable String, T> parser;
    private final Consumer<String> warnings;
    private @Nullable Object version;
    private String lastTrouble = "";
    private volatile T value;

    /**
     * Reads nothing yet.
     *
     * @param maxBytes more of it is not read
     * @param parser makes a value of the file's content; null: there is no such file
     * @param initial what holds until it has been read, and when it cannot be
     * @param warnings is told why it cannot be read, once for each new reason
     */
    WatchedFile(Path path, int maxBytes, Function<@Nullable String, T> parser, T initial, Consumer<String> warnings) {
        this.path = path;
        this.maxBytes = maxBytes;
        this.parser = parser;
        this.value = initial;
        this.warnings = warnings;
    }

    T value() {
        return value;
    }

    /** Reads the file if it is another than the last time. One that cannot be read leaves what is known. */
    synchronized void refresh() {
        try {
            Object present = version(path);
            if (!present.equals(version)) {
                value = parser.apply(content());
                version = present;
            }
            lastTrouble = "";
        } catch (NoSuchFileException e) {
            if (!"none".equals(version)) {
                value = parser.apply(null);
                version = "none";
            }
        } catch (IOException e) {
            // Read again as soon as that is possible, changed or not.
            version = null;
            String trouble = path + " cannot be read: " + words(e);
            if (!trouble.equals(lastTrouble)) {
                lastTrouble = trouble;
                warnings.accept(trouble);
            }
        }
    }

    /** The next {@link #refresh} reads the file, changed or not. */
    synchronized void forget() {
        version = null;
    }

    /** What changes with every change: the time of the last one by the kernel's clock, which no copy brings along. */
    private static Object version(Path path) throws IOException {
        try {
            return Map.copyOf(Files.readAttributes(path, "unix:ctime,size,ino,dev"));
        } catch (UnsupportedOperationException | IllegalArgumentException e) {
            return Map.copyOf(Files.readAttributes(path, "lastModifiedTime,size"));
        }
    }

    private String content() throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            return new String(in.readNBytes(maxBytes), StandardCharsets.UTF_8);
        }
    }

    private static String words(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        String message = String.valueOf(e.getMessage());
        return message.substring(message.lastIndexOf(": ") + 1).strip();
    }
}
