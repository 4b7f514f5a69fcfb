package dev.websocketexporter.tls;

import dev.websocketexporter.probe.value.Printable;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** The certificates that are trusted without a further issuer. Immutable, for any thread. */
public final class TrustAnchors {
    private final String source;
    private final Object identity = new Object();
    private final Map<NameKey, List<Anchor>> bySubject = new HashMap<>();
    private final int size;
    private final List<String> unusable;

    private TrustAnchors(List<Anchor> anchors, List<String> unusable, String source) {
        this.source = source;
        this.unusable = List.copyOf(unusable);
        int different = 0;
        for (Anchor anchor : anchors) {
            List<Anchor> namesakes = bySubject.computeIfAbsent(anchor.subjectKey, none -> new ArrayList<>());
            if (namesakes.stream().noneMatch(anchor::isSameAs)) {
                namesakes.add(anchor);
                different++;
            }
        }
        this.size = different;
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
     * Reads certificates in PEM (RFC 7468); what stands around them is ignored. Those that cannot be used, for their form
     * or their key, are left out and {@linkplain #unusable() reported}.
     *
     * @param source its name in messages, such as the path of a file
     * @throws CertificateException with one line, when none can be used, or one has no beginning or no end
     */
    public static TrustAnchors parse(String pem, String source) throws CertificateException {
        List<Anchor> anchors = new ArrayList<>();
        List<String> unusable = new ArrayList<>();
        List<String> bodies = PemCertificates.bodies(pem, source);
        for (int i = 0; i < bodies.size(); i++) {
            try {
                anchors.add(anchor(bodies.get(i), "certificate " + (i + 1)));
            } catch (CertificateException e) {
                unusable.add(String.valueOf(e.getMessage()));
            }
        }
        if (anchors.isEmpty()) {
            throw new CertificateException(source + ": " + unusable.get(0));
        }
        return new TrustAnchors(anchors, unusable, source);
    }

    private static Anchor anchor(String base64, String what) throws CertificateException {
        byte[] der = PemCertificates.der(base64, what);
        ParsedCertificate certificate = ParsedCertificate.of(der);
        if (!certificate.flaws.isEmpty()) {
            throw new CertificateException(what + " is no X.509 certificate (" + certificate.flaws.get(0) + ")");
        }
        String refusal = certificate.strength().refusal();
        if (refusal != null) {
            throw new CertificateException(what + ", " + certificate.shortSubject() + ", has a key " + refusal);
        }
        try {
            return Anchor.of(der);
        } catch (IllegalArgumentException e) {
            // The two read it with different leniency: the outline, and all of it.
            throw new CertificateException(what + " is no X.509 certificate (its encoding is malformed)", e);
        }
    }

    /** Trusts nothing: facts and dates of a chain are still reported. */
    public static TrustAnchors none() {
        return new TrustAnchors(List.of(), List.of(), "an empty list");
    }

    static TrustAnchors of(Collection<X509Certificate> certificates, String source) {
        return new TrustAnchors(certificates.stream().map(Anchor::of).toList(), List.of(), source);
    }

    /** Where they come from, for messages. */
    String source() {
        return source;
    }

    /** Identifies these anchors in a key that may outlive them, without a reference to them. */
    public Object identity() {
        return identity;
    }

    /** Of each certificate that was left out, which one it is and why, in one line. */
    public List<String> unusable() {
        return unusable;
    }

    /** How many different ones there are. */
    int size() {
        return size;
    }

    /**
     * Verifies the signature of one self-signed anchor with an RSA key, only for the warm-up: the first verification takes
     * ten times as long as later ones.
     *
     * @return whether there is such an anchor with a good signature
     */
    public boolean rehearse() {
        return bySubject.values().stream()
                .flatMap(List::stream)
                .flatMap(anchor -> anchor.certificate().stream())
                .filter(ParsedCertificate::isSelfIssued)
                .filter(root -> KeyStrength.of(root.publicKey).kind() == KeyStrength.Kind.RSA)
                .findFirst()
                .filter(ParsedCertificate::isSelfSigned)
                .isPresent();
    }

    boolean contains(ParsedCertificate certificate) {
        return named(certificate.subjectKey).stream()
                .anyMatch(anchor -> anchor.fingerprint.equals(certificate.fingerprint));
    }

    List<ParsedCertificate> named(NameKey subject) {
        return bySubject.getOrDefault(subject, List.of()).stream()
                .flatMap(anchor -> anchor.certificate().stream())
                .toList();
    }

    /**
     * The trust store of the Java runtime, read once.
     *
     * @param anchors absent when it could not be read
     * @param problem why it could not be read
     */
    record SystemTrust(
            @Nullable TrustAnchors anchors, @Nullable Exception problem) {
        private static final String SOURCE = "the trust store of the Java runtime";

        /** The class is loaded, and the store read, when it is first asked for. */
        private static final class Once {
            static final SystemTrust LOADED = load();
        }

        static TrustAnchors anchorsOnce() {
            return Once.LOADED.anchorsOrThrow();
        }

        static SystemTrust load() {
            try {
                TrustManagerFactory factory =
                        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
                // Null stands for the default store, with all the properties that choose it.
                factory.init((KeyStore) null);
                List<X509Certificate> accepted = accepted(factory.getTrustManagers());
                // A store that is named and not there is an empty one to the runtime.
                return accepted.isEmpty()
                        ? new SystemTrust(null, new KeyStoreException("it holds no trusted certificate"))
                        : new SystemTrust(TrustAnchors.of(accepted, SOURCE), null);
            } catch (GeneralSecurityException | IllegalArgumentException e) {
                return new SystemTrust(null, e);
            }
        }

        private static List<X509Certificate> accepted(TrustManager[] managers) {
            return Arrays.stream(managers)
                    .filter(X509TrustManager.class::isInstance)
                    .flatMap(manager -> Arrays.stream(((X509TrustManager) manager).getAcceptedIssuers()))
                    .toList();
        }

        TrustAnchors anchorsOrThrow() {
            if (anchors == null) {
                throw new IllegalStateException(
                        SOURCE + " cannot be read: " + (problem == null ? "" : Printable.excerpt(problem)), problem);
            }
            return anchors;
        }
    }
}
