package dev.websocketexporter.engine.tls;

import dev.websocketexporter.probe.module.TlsVersion;
import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import java.nio.ByteBuffer;
import java.util.List;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * What a TLS engine reports of the session that it negotiates or has negotiated.
 *
 * @param version of TLS
 * @param cipher the IANA name; absent while the engine does not report it
 * @param applicationProtocol selected by ALPN (RFC 7301); absent when none was
 */
record NegotiatedSession(
        TlsVersion version,
        @Nullable String cipher,
        @Nullable String applicationProtocol) {
    /** What the engines say while they have no cipher. */
    private static final String NO_CIPHER = "SSL_NULL_WITH_NULL_NULL";

    /** Of a handshake that is under way, from when the version is chosen. */
    static NegotiatedSession underWay(SSLEngine engine) {
        return of(engine.getHandshakeSession(), engine.getHandshakeApplicationProtocol());
    }

    /** Of a handshake that is complete. */
    static NegotiatedSession complete(SSLEngine engine) {
        return of(engine.getSession(), engine.getApplicationProtocol());
    }

    private static NegotiatedSession of(SSLSession session, @Nullable String applicationProtocol) {
        String cipher = session.getCipherSuite();
        return new NegotiatedSession(
                TlsVersion.ofStandardName(session.getProtocol()),
                cipher.equals(NO_CIPHER) ? null : cipher,
                applicationProtocol == null || applicationProtocol.isEmpty() ? null : applicationProtocol);
    }

    /**
     * The OCSP response that came with the peer's certificates, when they are presented; absent: none came. TLS 1.3 has
     * room for one for each certificate; here the leaf's counts. The JDK's engine reads it itself in TLS 1.3 and breaks
     * the handshake off when it cannot.
     */
    static @Nullable ByteBuffer staple(SSLEngine engine) {
        byte[] response = engine instanceof ReferenceCountedOpenSslEngine boringSsl
                ? boringSsl.getOcspResponse()
                : firstOf(((ExtendedSSLSession) engine.getHandshakeSession()).getStatusResponses());
        return response == null || response.length == 0 ? null : ByteBuffer.wrap(response);
    }

    private static byte @Nullable [] firstOf(List<byte[]> responses) {
        return responses.isEmpty() ? null : responses.get(0);
    }
}
