package dev.websocketexporter.tls.suites;

import java.io.IOException;
import java.util.Map;

/** Another implementation of TLS clients' rules, which judges the same chains. */
interface OtherClient {
    /** With its version, for the head of a column. */
    String name();

    /**
     * Judges chains.
     *
     * @param chains by the ids of their cases
     * @return of each id whether the chain is accepted; an id is absent if the implementation has no verdict on it
     * @throws IOException with one line, if it cannot be asked
     */
    Map<String, Boolean> accepts(Map<String, PresentedChain> chains) throws IOException, InterruptedException;
}
