package dev.websocketexporter.probe.module;

/** The version of HTTP that a WebSocket is opened over. */
public enum HttpVersion {
    /** An upgrade of the connection (RFC 6455 §4). */
    HTTP_1_1("1.1", "http/1.1"),
    /** A stream of the connection, by extended CONNECT (RFC 8441). */
    HTTP_2("2", "h2");

    private final String label;
    private final String alpn;

    HttpVersion(String label, String alpn) {
        this.label = label;
        this.alpn = alpn;
    }

    /** The value in a configuration and in metrics. */
    public String label() {
        return label;
    }

    /** The one protocol that is offered by ALPN for it (RFC 7301 §6, RFC 9113 §3.2). */
    public String alpn() {
        return alpn;
    }
}
