package dev.websocketexporter.probe.value;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The digests that every Java runtime has. */
public final class Digests {
    private Digests() {}

    public static MessageDigest sha256() {
        return named("SHA-256");
    }

    /** For the opening handshake, which protects nothing with it (RFC 6455 §1.3). */
    public static MessageDigest sha1() {
        return named("SHA-1");
    }

    /** For sharing out targets as Prometheus does, which protects nothing with it. */
    public static MessageDigest md5() {
        return named("MD5");
    }

    private static MessageDigest named(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has " + algorithm, e);
        }
    }
}
