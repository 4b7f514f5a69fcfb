package dev.websocketexporter.conformance;

import java.util.concurrent.CompletableFuture;

/** The client under test. */
@FunctionalInterface
public interface EchoClient {
    /** What the client asks for in its upgrade request. */
    enum Offer {
        NOTHING,
        /** permessage-deflate (RFC 7692). */
        COMPRESSION,
        /** The same, and before it the same with {@code client_no_context_takeover}. */
        COMPRESSION_WITHOUT_CONTEXT
    }

    /**
     * Connects to a {@code ws://} URL and sends each data message back as it came, as text or as binary. When the server
     * breaks the protocol, the client fails the connection with the Close code for it.
     *
     * @return completes when the connection is over, whoever ended it
     */
    CompletableFuture<?> echo(String url, Offer offer);
}
