package dev.websocketexporter.engine.values;

import dev.websocketexporter.engine.run.ProbeFailedException;
import dev.websocketexporter.engine.run.SystemLimit;
import dev.websocketexporter.engine.values.SentField.Visibility;
import dev.websocketexporter.probe.module.RequestHeader;
import dev.websocketexporter.probe.module.Value;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the values of the configuration. A file is read for each probe that needs it, so that a rotated secret holds at
 * once; that is slow work, not for an event loop.
 */
public final class ValueReader {
    /** More than any bundle of certificates. */
    private static final int LARGEST_PEM_BYTES = 16 * 1024 * 1024;

    /** More than any server takes in a header; many probes may read one at once. */
    private static final int LARGEST_SECRET_BYTES = 64 * 1024;

    /** Far more than a login needs, and still little memory. */
    private static final int LARGEST_PAYLOAD_BYTES = 1024 * 1024;

    private ValueReader() {}

    /** Whether reading needs a file. */
    public static boolean needsFile(Value value) {
        return value instanceof Value.InFile;
    }

    /**
     * The text of a value, without surrounding white space when it is in a file.
     *
     * @throws ProbeFailedException when the file cannot be read or is empty: it was there when the configuration was
     *     loaded
     */
    public static String text(Value value) throws ProbeFailedException {
        if (value instanceof Value.Plain plain) {
            return plain.text();
        }
        return value instanceof Value.Hidden hidden ? hidden.secret().reveal() : content(((Value.InFile) value).path());
    }

    /**
     * The fields of a header, one for each value.
     *
     * @throws ProbeFailedException when a file cannot be read, or holds what a header cannot carry
     */
    public static List<SentField> fields(RequestHeader header) throws ProbeFailedException {
        List<SentField> fields = new ArrayList<>();
        for (Value value : header.values()) {
            fields.add(new SentField(
                    header.name(), line(value), value instanceof Value.Plain ? Visibility.SHOWN : Visibility.SECRET));
        }
        return fields;
    }

    /**
     * The text of a value that goes into a header as it is.
     *
     * @throws ProbeFailedException when a file cannot be read, or holds what a header cannot carry
     */
    public static String line(Value value) throws ProbeFailedException {
        String text = text(value);
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
     * @throws ProbeFailedException when the file cannot be read
     */
    public static String pem(Value value) throws ProbeFailedException {
        return value instanceof Value.InFile file
                ? new String(bytes(file.path(), LARGEST_PEM_BYTES), StandardCharsets.ISO_8859_1)
                : text(value);
    }

    /**
     * The content of a file, byte for byte.
     *
     * @throws ProbeFailedException when it cannot be read
     */
    static byte[] payload(Path file) throws ProbeFailedException {
        return bytes(file, LARGEST_PAYLOAD_BYTES);
    }

    private static String content(Path file) throws ProbeFailedException {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes(file, LARGEST_SECRET_BYTES)))
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

    private static byte[] bytes(Path file, int largest) throws ProbeFailedException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(largest + 1);
            if (bytes.length > largest) {
                throw setup("file " + file + " is larger than " + largest / 1024 + " KiB");
            }
            return bytes;
        } catch (NoSuchFileException e) {
            throw setup("file " + file + " is gone");
        } catch (IOException e) {
            SystemLimit limit = SystemLimit.of(e);
            throw limit == null
                    ? setup("file " + file + " cannot be read: " + e.getClass().getSimpleName())
                    : limit.in(Phase.AUTH, "reading file " + file);
        }
    }

    public static ProbeFailedException setup(String detail) {
        return new ProbeFailedException(Phase.AUTH, Reason.AUTHENTICATION_SETUP, detail);
    }
}
