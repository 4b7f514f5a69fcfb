package dev.websocketexporter.engine.values;

import dev.websocketexporter.engine.run.PhaseContext;
import dev.websocketexporter.engine.run.ProbeFailedException;
import dev.websocketexporter.engine.values.SentField.Visibility;
import dev.websocketexporter.probe.module.RequestHeader;
import dev.websocketexporter.probe.module.Value;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Reads the values of the configuration. A file is read for each probe that needs it, so that a rotated secret holds at
 * once. The files come first, on other threads; then their values are on the event loop.
 */
public final class ValueReader {
    /** More than any bundle of certificates. */
    public static final int LARGEST_PEM_BYTES = 16 * 1024 * 1024;

    /** More than any server takes in a header; many probes may read one at once. */
    private static final int LARGEST_SECRET_BYTES = 64 * 1024;

    /** Far more than a login needs, and still little memory. */
    private static final int LARGEST_PAYLOAD_BYTES = 1024 * 1024;

    private final FileReads reads;

    public ValueReader(FileReads reads) {
        this.reads = reads;
    }

    /** The contents of the files of some values, for the methods that take a value's text from them. */
    public record Contents(Map<Path, FileContent> byPath) {
        /** For values that need no file. */
        public static final Contents NONE = new Contents(Map.of());

        public Contents {
            byPath = Map.copyOf(byPath);
        }
    }

    /** Whether reading needs a file. */
    public static boolean needsFile(Value value) {
        return value instanceof Value.InFile;
    }

    /** The files of the values that are in one, for {@link #text}, {@link #line} and {@link #fields}. */
    public CompletableFuture<Contents> secrets(PhaseContext context, Collection<Value> values) {
        return contents(context, values, LARGEST_SECRET_BYTES);
    }

    /** The files of the values that are in one, for {@link #pem}. */
    public CompletableFuture<Contents> pems(PhaseContext context, Collection<Value> values) {
        return contents(context, values, LARGEST_PEM_BYTES);
    }

    /**
     * The content of a file, byte for byte; not to be changed. Fails with {@code authentication_setup} when it cannot be
     * read.
     */
    public CompletableFuture<byte[]> payload(PhaseContext context, Path file) {
        return contents(context, List.of(new Value.InFile(file)), LARGEST_PAYLOAD_BYTES)
                .thenCompose(read -> {
                    try {
                        return CompletableFuture.completedFuture(bytes(file, read, LARGEST_PAYLOAD_BYTES));
                    } catch (ProbeFailedException e) {
                        return CompletableFuture.failedFuture(e);
                    }
                });
    }

    private CompletableFuture<Contents> contents(PhaseContext context, Collection<Value> values, int largest) {
        List<Path> paths = values.stream()
                .filter(Value.InFile.class::isInstance)
                .map(value -> ((Value.InFile) value).path())
                .distinct()
                .toList();
        if (paths.isEmpty()) {
            return CompletableFuture.completedFuture(Contents.NONE);
        }
        Map<Path, FileContent> read = new HashMap<>();
        List<CompletableFuture<FileContent>> all = paths.stream()
                .map(path -> reads.read(context, path, FileAsk.content(largest)))
                .toList();
        CompletableFuture<Contents> contents = CompletableFuture.completedFuture(Contents.NONE);
        for (CompletableFuture<FileContent> one : all) {
            contents = contents.thenCombine(one, (before, content) -> {
                read.put(content.path(), content);
                return before;
            });
        }
        context.waitForFile(contents, () -> reads.waiting(paths));
        return contents.thenApply(last -> new Contents(read));
    }

    /**
     * The text of a value, without surrounding white space when it is in a file.
     *
     * @throws ProbeFailedException when the file could not be read or is empty: it was there when the configuration was
     *     loaded
     */
    public static String text(Value value, Contents files) throws ProbeFailedException {
        if (value instanceof Value.Plain plain) {
            return plain.text();
        }
        return value instanceof Value.Hidden hidden
                ? hidden.secret().reveal()
                : content(((Value.InFile) value).path(), files);
    }

    /**
     * The fields of a header, one for each value.
     *
     * @throws ProbeFailedException when a file could not be read, or holds what a header cannot carry
     */
    public static List<SentField> fields(RequestHeader header, Contents files) throws ProbeFailedException {
        List<SentField> fields = new ArrayList<>();
        for (Value value : header.values()) {
            fields.add(new SentField(
                    header.name(),
                    line(value, files),
                    value instanceof Value.Plain ? Visibility.SHOWN : Visibility.SECRET));
        }
        return fields;
    }

    /**
     * The text of a value that goes into a header as it is.
     *
     * @throws ProbeFailedException when a file could not be read, or holds what a header cannot carry
     */
    public static String line(Value value, Contents files) throws ProbeFailedException {
        String text = text(value, files);
        if (value instanceof Value.InFile file && !fitsIntoHeader(text)) {
            throw setup("file " + file.path()
                    + " holds what a header cannot carry (expected: one line of printable ASCII)");
        }
        return text;
    }

    private static boolean fitsIntoHeader(String text) {
        return text.chars().allMatch(c -> (c >= ' ' && c <= '~') || c == '\t');
    }

    /**
     * The text of a value in PEM. Each byte of a file is a character: what stands around the parts may be in any
     * encoding.
     *
     * @throws ProbeFailedException when the file could not be read
     */
    public static String pem(Value value, Contents files) throws ProbeFailedException {
        return value instanceof Value.InFile file
                ? new String(bytes(file.path(), files, LARGEST_PEM_BYTES), StandardCharsets.ISO_8859_1)
                : text(value, files);
    }

    private static String content(Path file, Contents files) throws ProbeFailedException {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes(file, files, LARGEST_SECRET_BYTES)))
                    .toString()
                    .strip();
            if (text.isEmpty()) {
                throw setup("file " + file + " is empty");
            }
            return text;
        } catch (CharacterCodingException e) {
            throw setup("file " + file + " is not UTF-8");
        }
    }

    private static byte[] bytes(Path file, Contents files, int largest) throws ProbeFailedException {
        FileContent content = files.byPath().get(file);
        if (content == null) {
            throw new IllegalStateException("file " + file + " was not read (expected: before its value is asked for)");
        }
        String trouble = content.trouble(largest);
        byte[] bytes = content.bytes();
        if (trouble != null || bytes == null) {
            throw setup(trouble == null ? "file " + file + " has no content" : trouble);
        }
        return bytes;
    }

    public static ProbeFailedException setup(String detail) {
        return new ProbeFailedException(Phase.AUTH, Reason.AUTHENTICATION_SETUP, detail);
    }
}
