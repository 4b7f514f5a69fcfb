package dev.websocketexporter.tls;

/** An extension of a certificate cannot be read. */
final class MalformedExtensionException extends Exception {
    MalformedExtensionException(String oid, Throwable cause) {
        super("extension " + oid + " cannot be read", cause);
    }
}
