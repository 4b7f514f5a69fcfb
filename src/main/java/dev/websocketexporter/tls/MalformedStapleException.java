package dev.websocketexporter.tls;

/** A stapled OCSP response that cannot be read, in one line. */
final class MalformedStapleException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedStapleException(String message) {
        super(message);
    }
}
