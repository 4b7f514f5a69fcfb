package dev.websocketexporter.config;

import dev.websocketexporter.tls.TrustAnchors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.cert.CertificateException;

/** A file of certificates in PEM, that can be read now. */
final class AnchorFileType extends ScalarType<Path> {
    static final AnchorFileType INSTANCE = new AnchorFileType();

    private AnchorFileType() {
        super("a file with at least one certificate in PEM");
    }

    /** The absolute path; in the file, it is relative to the file's directory. */
    @Override
    Path parse(YamlValue.Scalar scalar, Site site) throws BadValueException {
        try {
            if (scalar.text().isEmpty()) {
                throw new BadValueException("is empty");
            }
            Path file = site.directory().resolve(scalar.text()).toAbsolutePath();
            checkHoldsCertificates(file);
            return file;
        } catch (InvalidPathException e) {
            throw new BadValueException(Shown.quoted(scalar.text()) + " is no file name", e);
        }
    }

    private static void checkHoldsCertificates(Path file) throws BadValueException {
        // A device or a pipe may have no end.
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new BadValueException(file + ": is no regular file");
        }
        try {
            TrustAnchors.read(file);
        } catch (IOException e) {
            throw new BadValueException(file + ": cannot be read: " + Unreadable.why(file, e), e);
        } catch (CertificateException e) {
            throw new BadValueException(file + ": holds no certificate, or a broken one", e);
        }
    }
}
