package dev.websocketexporter.config;

import dev.websocketexporter.probe.module.Value;
import dev.websocketexporter.probe.value.Printable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** A file whose content can be read and is of the right kind now; it is read again when it is needed. */
final class FileType extends ScalarType<Value> {
    /** What a file holds, and so how it is read; the engine reads it in the same way. */
    private enum Content {
        /** Something that goes into a header or a login. */
        LINE(64, StandardCharsets.UTF_8),
        /** Each byte is a character: what stands around the parts may be in any encoding. */
        PEM(16 * 1024, StandardCharsets.ISO_8859_1),
        /** Something that is sent as it is: each byte is a character. */
        MESSAGE(1024, StandardCharsets.ISO_8859_1);

        private final int largestKibibytes;
        private final Charset charset;

        Content(int largestKibibytes, Charset charset) {
            this.largestKibibytes = largestKibibytes;
            this.charset = charset;
        }
    }

    private final Content content;
    private final TextCheck check;

    private FileType(String expected, Content content, TextCheck check) {
        super(expected);
        this.content = content;
        this.check = check;
    }

    /**
     * A file with one line of text in UTF-8.
     *
     * @param check of its content without surrounding white space
     */
    static FileType line(String expected, TextCheck check) {
        return new FileType(expected, Content.LINE, check);
    }

    /**
     * A file with certificates or a key in PEM.
     *
     * @param check of its content
     */
    static FileType pem(String expected, TextCheck check) {
        return new FileType(expected, Content.PEM, check);
    }

    /** A file with a message, whatever it holds. */
    static FileType message(String expected) {
        return new FileType(expected, Content.MESSAGE, text -> text);
    }

    /** The absolute path; in the configuration, it is relative to the configuration's directory. */
    @Override
    Value parse(YamlValue.Scalar scalar, ReadContext site) throws BadValueException {
        try {
            if (scalar.text().isEmpty()) {
                throw new BadValueException("is empty");
            }
            Path file = site.surroundings().directory().resolve(scalar.text()).toAbsolutePath();
            checkContent(file);
            return new Value.InFile(file);
        } catch (InvalidPathException e) {
            throw new BadValueException(Printable.quoted(scalar.text()) + " is no file name", e);
        }
    }

    private void checkContent(Path file) throws BadValueException {
        // A device or a pipe may have no end.
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new BadValueException(file + ": is no regular file");
        }
        try {
            String text = content(file);
            TextCheck.NOT_EMPTY.checked(content == Content.MESSAGE ? text : check.checked(text.strip()));
        } catch (CharacterCodingException e) {
            throw new BadValueException(file + ": is no text in UTF-8", e);
        } catch (IOException e) {
            throw new BadValueException(file + ": cannot be read: " + Unreadable.why(file, e), e);
        } catch (BadValueException e) {
            throw new BadValueException(file + ": " + e.problem(), e);
        }
    }

    private String content(Path file) throws IOException, BadValueException {
        int largestBytes = content.largestKibibytes * 1024;
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(largestBytes + 1);
            if (bytes.length > largestBytes) {
                throw new BadValueException("is larger than " + content.largestKibibytes + " KiB");
            }
            return content.charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        }
    }

    @Override
    public Object toYaml(Value value) {
        return value instanceof Value.InFile file ? file.path().toString() : value.toString();
    }
}
