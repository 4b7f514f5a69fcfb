package dev.websocketexporter.config.types;

import dev.websocketexporter.config.yaml.ReadContext;
import dev.websocketexporter.config.yaml.TimedFiles;
import dev.websocketexporter.config.yaml.YamlValue;
import dev.websocketexporter.probe.module.Value;
import dev.websocketexporter.probe.value.Printable;
import dev.websocketexporter.tls.TrustAnchors;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Files that the configuration names, and texts in PEM (RFC 7468). */
public final class FileTypes {
    private static final Pattern BEGIN_KEY = Pattern.compile("-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----");
    /** PKCS #8 (RFC 5958), or the older forms of RSA (RFC 8017) and of elliptic curves (RFC 5915). */
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN ((?:RSA |EC )?PRIVATE KEY)-----\\s+[A-Za-z0-9+/=\\s]+-----END \\1-----");

    private static final Pattern ENCRYPTED =
            Pattern.compile("-----BEGIN ENCRYPTED PRIVATE KEY-----|Proc-Type: *4 *, *ENCRYPTED");

    private FileTypes() {}

    /**
     * A file with one line of text in UTF-8.
     *
     * @param check of its content without surrounding white space
     */
    public static ValueType<Value> line(String expected, TextCheck check) {
        return new FileType(expected, FileType.Content.LINE, check);
    }

    /**
     * A file with certificates or a key in PEM.
     *
     * @param check of its content
     */
    public static ValueType<Value> pem(String expected, TextCheck check) {
        return new FileType(expected, FileType.Content.PEM, check);
    }

    /** A file with a message of any content. */
    public static ValueType<Value> message(String expected) {
        return new FileType(expected, FileType.Content.MESSAGE, text -> text);
    }

    /** Certificates in PEM, with any text around them. */
    public static String certificates(String text) throws BadValueException {
        try {
            TrustAnchors.parse(text, "PEM");
            return text;
        } catch (CertificateException e) {
            throw new BadValueException("holds no certificate, or a broken one", e);
        }
    }

    /** The same in the configuration itself: certificates are shown there, and a key beside them would be shown too. */
    public static String certificatesAlone(String text) throws BadValueException {
        if (BEGIN_KEY.matcher(text).find()) {
            throw BadValueException.withHint("holds a private key", "expected: certificates alone; the key is a key");
        }
        return certificates(text);
    }

    /** A private key in PEM, not encrypted. */
    public static String privateKey(String text) throws BadValueException {
        if (ENCRYPTED.matcher(text).find()) {
            throw BadValueException.withHint(
                    "holds an encrypted key",
                    "expected: a key without a passphrase, in a file that others cannot read");
        }
        if (!KEY.matcher(text).find()) {
            throw new BadValueException("holds no private key, or a broken one");
        }
        return text;
    }

    /** The reason, in a few words, why a file cannot be read. */
    public static String whyUnreadable(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "no such file";
        }
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        String message = String.valueOf(e.getMessage());
        // The system's words for what cannot be read as a file.
        return message.endsWith("Is a directory") ? "is a directory" : message;
    }

    /** A file whose content can be read and is of the right kind now; it is read again when it is needed. */
    private static final class FileType extends ScalarType<Value> {
        /** What a file holds, and so how it is read; the engine reads it in the same way. */
        private enum Content {
            /** For a header or a login. */
            LINE(64, StandardCharsets.UTF_8),
            /** Each byte is a character: the text around the parts may have any encoding. */
            PEM(16 * 1024, StandardCharsets.ISO_8859_1),
            /** Sent as it is: each byte is a character. */
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
            super(expected, EmptyText.ABSENT);
            this.content = content;
            this.check = check;
        }

        /** The absolute path; in the configuration, it is relative to the configuration's directory. */
        @Override
        protected Value parse(YamlValue.Scalar scalar, ReadContext context) throws BadValueException {
            try {
                if (scalar.text().isEmpty()) {
                    throw new BadValueException("is empty");
                }
                Path file = context.config().directory().resolve(scalar.text()).toAbsolutePath();
                if (!context.config().files().gaveUp()) {
                    checkContent(file, context.config().files());
                }
                return new Value.InFile(file);
            } catch (InvalidPathException e) {
                throw new BadValueException(Printable.quoted(scalar.text()) + " is no file name", e);
            }
        }

        private void checkContent(Path file, TimedFiles.Load files) throws BadValueException {
            try {
                byte[] bytes = files.ask(file, () -> bytes(file));
                if (bytes == null) {
                    throw new BadValueException("is no regular file");
                }
                String text = content(bytes);
                TextCheck.NOT_EMPTY.checked(content == Content.MESSAGE ? text : check.checked(text.strip()));
            } catch (CharacterCodingException e) {
                throw new BadValueException(file + ": is no text in UTF-8", e);
            } catch (IOException e) {
                throw new BadValueException(file + ": cannot be read: " + whyUnreadable(e), e);
            } catch (BadValueException e) {
                throw new BadValueException(file + ": " + e.problem(), e);
            }
        }

        /** The content, or its beginning and one byte more than is allowed; null: a device or a pipe may have no end. */
        private byte @Nullable [] bytes(Path file) throws IOException {
            if (Files.exists(file) && !Files.isRegularFile(file)) {
                return null;
            }
            try (InputStream in = Files.newInputStream(file)) {
                return in.readNBytes(content.largestKibibytes * 1024 + 1);
            }
        }

        private String content(byte[] bytes) throws CharacterCodingException, BadValueException {
            if (bytes.length > content.largestKibibytes * 1024) {
                throw new BadValueException("is larger than " + content.largestKibibytes + " KiB");
            }
            return content.charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        }

        @Override
        public Object toYaml(Value value) {
            return value instanceof Value.InFile file ? file.path().toString() : value.toString();
        }
    }
}
