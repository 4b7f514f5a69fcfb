package dev.websocketexporter.config;

import dev.websocketexporter.probe.Value;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** A file whose content can be read and is of the right kind now; it is read again when it is needed. */
final class FileType extends ScalarType<Value> {
    /** More than any bundle of certificates. */
    private static final int LARGEST_BYTES = 16 * 1024 * 1024;

    private final TextCheck check;

    /**
     * A file.
     *
     * @param check of its content without surrounding white space
     */
    FileType(String expected, TextCheck check) {
        super(expected);
        this.check = check;
    }

    /** The absolute path; in the configuration, it is relative to the configuration's directory. */
    @Override
    Value parse(YamlValue.Scalar scalar, Site site) throws BadValueException {
        try {
            if (scalar.text().isEmpty()) {
                throw new BadValueException("is empty");
            }
            Path file = site.surroundings().directory().resolve(scalar.text()).toAbsolutePath();
            checkContent(file);
            return new Value.InFile(file);
        } catch (InvalidPathException e) {
            throw new BadValueException(Shown.quoted(scalar.text()) + " is no file name", e);
        }
    }

    private void checkContent(Path file) throws BadValueException {
        // A device or a pipe may have no end.
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new BadValueException(file + ": is no regular file");
        }
        try {
            TextCheck.NOT_EMPTY.checked(check.checked(content(file).strip()));
        } catch (CharacterCodingException e) {
            throw new BadValueException(file + ": is no text in UTF-8", e);
        } catch (IOException e) {
            throw new BadValueException(file + ": cannot be read: " + Unreadable.why(file, e), e);
        } catch (BadValueException e) {
            throw new BadValueException(file + ": " + e.problem(), e);
        }
    }

    private static String content(Path file) throws IOException, BadValueException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LARGEST_BYTES + 1);
            if (bytes.length > LARGEST_BYTES) {
                throw new BadValueException("is larger than " + LARGEST_BYTES / 1024 / 1024 + " MiB");
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        }
    }

    @Override
    public Object toYaml(Value value) {
        return value instanceof Value.InFile file ? file.path().toString() : value.toString();
    }
}
