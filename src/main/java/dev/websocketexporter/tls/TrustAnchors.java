package dev.websocketexporter.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The certificates that are trusted without a further issuer. Immutable, for any thread. */
public final class TrustAnchors {
    /** Sixty times what browsers ship; a file of another kind, named by mistake, must not fill the memory. */
    static final int LARGEST_FILE_BYTES = 16 * 1024 * 1024;

    private final String source;
    private final Map<NameKey, List<ParsedCertificate>> bySubject = new HashMap<>();
    private final Set<String> fingerprints = new HashSet<>();

    private TrustAnchors(Collection<X509Certificate> certificates, String source) {
        this.source = source;
        for (X509Certificate certificate : certificates) {
            ParsedCertificate anchor = ParsedCertificate.of(certificate);
            if (fingerprints.add(anchor.fingerprint)) {
                bySubject
                        .computeIfAbsent(anchor.subjectKey, none -> new ArrayList<>())
                        .add(anchor);
            }
        }
    }

    /**
     * The trust store of the Java runtime, or the one that {@code javax.net.ssl.trustStore} names. The first call reads it,
     * which takes a few hundred milliseconds: not for an event loop.
     *
     * @throws IllegalStateException with one line, when it cannot be read
     */
    public static TrustAnchors system() {
        return SystemTrust.anchorsOnce();
    }

    /**
     * Reads certificates in PEM (RFC 7468); what stands around them is ignored.
     *
     * @param source how a message calls it, such as a file's path
     * @throws CertificateException with one line, when there is none or one is broken
     */
    public static TrustAnchors parse(String pem, String source) throws CertificateException {
        return new TrustAnchors(PemCertificates.parse(pem, source), source);
    }

    /**
     * Reads a file of certificates in PEM. Blocks.
     *
     * @throws IOException when it cannot be read, or is larger than any list of roots
     * @throws CertificateException with one line, when there is none or one is broken
     */
    public static TrustAnchors read(Path file) throws IOException, CertificateException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LARGEST_FILE_BYTES + 1);
            if (bytes.length > LARGEST_FILE_BYTES) {
                throw new IOException("larger than " + LARGEST_FILE_BYTES / 1024 / 1024 + " MiB");
            }
            // Each byte is a character: what stands around the certificates may be in any encoding.
            return parse(new String(bytes, StandardCharsets.ISO_8859_1), file.toString());
        }
    }

    /** Trusts nobody: facts and dates of a chain are told all the same. */
    public static TrustAnchors none() {
        return new TrustAnchors(List.of(), "an empty list");
    }

    static TrustAnchors of(Collection<X509Certificate> certificates, String source) {
        return new TrustAnchors(certificates, source);
    }

    /** Where they come from, for messages. */
    public String source() {
        return source;
    }

    /** How many different ones there are. */
    public int size() {
        return fingerprints.size();
    }

    boolean contains(ParsedCertificate certificate) {
        return fingerprints.contains(certificate.fingerprint);
    }

    List<ParsedCertificate> named(NameKey subject) {
        return bySubject.getOrDefault(subject, List.of());
    }
}
