package dev.websocketexporter.config.web;

import java.util.List;
import java.util.stream.Stream;

/** The cipher suites that Go's {@code tls.CipherSuites} has, by the names that it shares with the Java runtime. */
public final class CipherNames {
    /** TLS 1.3 has these always, whatever the configuration says. */
    public static final List<String> OF_TLS13 =
            List.of("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256");

    /** RFC 9113 §9.2.2, as Go reads it: one of them must be there. */
    static final List<String> OF_HTTP2 =
            List.of("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256");

    /** Up to TLS 1.2, the best first: what holds without {@code cipher_suites}. */
    public static final List<String> OF_TLS12 = List.of(
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA",
            "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA",
            "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA",
            "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA");

    static final List<String> ALL =
            Stream.concat(OF_TLS12.stream(), OF_TLS13.stream()).toList();

    private CipherNames() {}

    /** Whether a list is there, but none of it is one that HTTP/2 requires. */
    static boolean lacksThoseOfHttp2(List<String> ciphers) {
        return !ciphers.isEmpty() && OF_HTTP2.stream().noneMatch(ciphers::contains);
    }
}
