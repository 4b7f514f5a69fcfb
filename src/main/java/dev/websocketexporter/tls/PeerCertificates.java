package dev.websocketexporter.tls;

import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a peer presents in a TLS handshake.
 *
 * @param certificates the leaf first, then further certificates in any order; never empty
 * @param staple the OCSP response that came with them, as it was sent; absent when there was none
 */
public record PeerCertificates(
        List<X509Certificate> certificates, @Nullable ByteBuffer staple) {
    /**
     * Checks that there is a leaf.
     *
     * @throws IllegalArgumentException with one line, when there is no certificate
     */
    public PeerCertificates {
        certificates = List.copyOf(certificates);
        if (certificates.isEmpty()) {
            throw new IllegalArgumentException("presented: no certificate (expected: at least the leaf)");
        }
        staple = staple == null ? null : staple.asReadOnlyBuffer();
    }

    /** A copy of the staple's bytes; absent when there was none. */
    byte @Nullable [] stapleBytes() {
        if (staple == null) {
            return null;
        }
        byte[] bytes = new byte[staple.remaining()];
        staple.duplicate().get(bytes);
        return bytes;
    }
}
