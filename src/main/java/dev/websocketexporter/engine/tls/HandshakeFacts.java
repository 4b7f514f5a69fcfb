package dev.websocketexporter.engine.tls;

import dev.websocketexporter.tls.PeerCertificates;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What a TLS handshake showed on its way, also when it failed later. Confined to the probe's event loop. */
final class HandshakeFacts {
    private final CompletableFuture<Greeting> greeting = new CompletableFuture<>();
    private boolean clientCertificateRequested;
    private @Nullable String withheld;

    /**
     * What is known as soon as the peer has presented its certificates.
     *
     * @param session what was negotiated so far
     * @param presented what the peer presents of itself
     */
    record Greeting(NegotiatedSession session, PeerCertificates presented) {}

    /** Completes as soon as the peer has presented its certificates. */
    CompletableFuture<Greeting> greeting() {
        return greeting;
    }

    boolean clientCertificateRequested() {
        return clientCertificateRequested;
    }

    /** Why a configured client certificate was not sent, in words; null: there is none, or it was shown. */
    @Nullable
    String withheld() {
        return withheld;
    }

    void greeted(Greeting by) {
        greeting.complete(by);
    }

    void clientCertificateWasRequested() {
        clientCertificateRequested = true;
    }

    void clientCertificateWasWithheld(String why) {
        withheld = why;
    }
}
