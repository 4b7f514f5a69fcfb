package dev.websocketexporter.engine;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What a TLS handshake showed on its way, also when it failed later. Confined to the probe's event loop. */
final class HandshakeFacts {
    private final CompletableFuture<List<X509Certificate>> chain = new CompletableFuture<>();
    private boolean clientCertificateRequested;

    /** Completes as soon as the peer has presented its certificates. */
    CompletableFuture<List<X509Certificate>> chain() {
        return chain;
    }

    boolean clientCertificateRequested() {
        return clientCertificateRequested;
    }

    void presented(List<X509Certificate> certificates) {
        chain.complete(certificates);
    }

    void clientCertificateWasRequested() {
        clientCertificateRequested = true;
    }
}
