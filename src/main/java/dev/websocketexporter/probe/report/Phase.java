package dev.websocketexporter.probe.report;

/**
 * A phase of a probe, in the order in which they happen. No two overlap.
 *
 * <p>The labels are those of blackbox_exporter if it has the phase: what RFC 6455 calls the opening handshake is
 * {@code processing} there, and the conversation {@code transfer}.
 */
public enum Phase {
    /** The name is looked up. */
    RESOLVE("resolve"),
    /** The TCP connection is opened. */
    CONNECT("connect"),
    /** The proxy is asked for a connection to the target. */
    PROXY("proxy"),
    /** TLS is negotiated and the peer's certificate is judged. */
    TLS("tls"),
    /** Credentials are fetched for this probe. */
    AUTH("auth"),
    /** The opening handshake: from the upgrade request to the last byte of the response's head (RFC 6455 §4). */
    UPGRADE("processing"),
    /** What the module does after the upgrade: its settle, steps, heartbeat and hold. */
    CONVERSATION("transfer"),
    /** The closing handshake (RFC 6455 §7). */
    CLOSE("close");

    private final String label;

    Phase(String label) {
        this.label = label;
    }

    /** The value of the label {@code phase} in metrics. */
    public String label() {
        return label;
    }
}
