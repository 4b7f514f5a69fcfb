package dev.websocketexporter.engine.tls;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a TLS engine says of a handshake that it ends itself, in words for users. Both engines have only messages for
 * programmers; the name of the error stays with the words, so that it can be searched for.
 */
final class TlsWords {
    /** BoringSSL's queue of errors: number, library, function, and the name that says what happened. */
    private static final Pattern BORINGSSL = Pattern.compile("error:[0-9a-f]+:[^:]*:[^:]*:([A-Z0-9_]+)");

    /** The JDK begins with the alert that it sent, in parentheses. */
    private static final Pattern JDK_ALERT = Pattern.compile("^\\(([a-z_]+)\\) +");

    private static final Pattern JDK_SIGNATURE = Pattern.compile("Invalid \\w+(?: ServerKeyExchange)? signature");

    private static final String CANNOT_BE_DECODED = "the server sent a TLS message that cannot be decoded";
    private static final String OUT_OF_PLACE = "the server sent a TLS message that has no place there";
    private static final String CIPHER = "the server chose a cipher suite that was not offered";
    private static final String GROUP =
            "the server's key exchange is in a group that was not offered, or is not valid in it";
    private static final String SIGNATURE = "the server's signature of the handshake does not match its certificate:"
            + " its key is another, or the certificate is not the first of the chain";
    private static final String ALGORITHM = "the server signed the handshake with an algorithm that was not offered";
    private static final String EXTENSION = "the server answered with a TLS extension that was not offered, or twice";
    private static final String NOT_DECRYPTED = "a TLS record of the server cannot be decrypted";
    private static final String TOO_LONG = "the server sent a TLS message that is longer than TLS allows";
    private static final String CERTIFICATE = "the server's certificate cannot be used for this handshake";

    /** Those that servers were seen to cause; every other one is told by its name. */
    private static final Map<String, String> BY_NAME = Map.ofEntries(
            Map.entry("UNEXPECTED_MESSAGE", OUT_OF_PLACE),
            Map.entry("UNEXPECTED_RECORD", OUT_OF_PLACE),
            Map.entry("APPLICATION_DATA_INSTEAD_OF_HANDSHAKE", OUT_OF_PLACE),
            Map.entry("TOO_MANY_EMPTY_FRAGMENTS", OUT_OF_PLACE),
            Map.entry("TOO_MANY_WARNING_ALERTS", OUT_OF_PLACE),
            Map.entry("EXCESS_HANDSHAKE_DATA", OUT_OF_PLACE),
            Map.entry("DECODE_ERROR", CANNOT_BE_DECODED),
            Map.entry("DECODE_FAILED", CANNOT_BE_DECODED),
            Map.entry("PARSE_TLSEXT", CANNOT_BE_DECODED),
            Map.entry("BAD_ALERT", CANNOT_BE_DECODED),
            Map.entry("WRONG_CIPHER_RETURNED", CIPHER),
            Map.entry("UNKNOWN_CIPHER_RETURNED", CIPHER),
            Map.entry("WRONG_CURVE", GROUP),
            Map.entry("BAD_ECPOINT", GROUP),
            Map.entry("UNSUPPORTED_ELLIPTIC_CURVE", GROUP),
            Map.entry("BAD_SIGNATURE", SIGNATURE),
            Map.entry("DIGEST_CHECK_FAILED", "the server's end of the handshake does not match what was said in it"),
            Map.entry("WRONG_SIGNATURE_TYPE", ALGORITHM),
            Map.entry("NO_COMMON_SIGNATURE_ALGORITHMS", ALGORITHM),
            Map.entry("UNEXPECTED_EXTENSION", EXTENSION),
            Map.entry("DUPLICATE_EXTENSION", EXTENSION),
            Map.entry("DECRYPTION_FAILED_OR_BAD_RECORD_MAC", NOT_DECRYPTED),
            Map.entry("BAD_DECRYPT", NOT_DECRYPTED),
            Map.entry("EXCESSIVE_MESSAGE_SIZE", TOO_LONG),
            Map.entry("ENCRYPTED_LENGTH_TOO_LONG", TOO_LONG),
            Map.entry("DATA_LENGTH_TOO_LONG", TOO_LONG),
            Map.entry("CANNOT_PARSE_LEAF_CERT", CERTIFICATE),
            Map.entry("CERT_LENGTH_MISMATCH", CANNOT_BE_DECODED),
            Map.entry("WRONG_CERTIFICATE_TYPE", CERTIFICATE),
            Map.entry("UNKNOWN_CERTIFICATE_TYPE", CERTIFICATE),
            Map.entry("ECC_CERT_NOT_FOR_SIGNING", CERTIFICATE),
            Map.entry("SERVER_CERT_CHANGED", "the server showed another certificate when it renegotiated"),
            Map.entry("NO_RENEGOTIATION", "the server wants to renegotiate"));

    /** What the JDK says of a key that it cannot read, or can do nothing with. */
    private static final Pattern JDK_KEY = Pattern.compile(
            "named ECParameters|EC domain parameters|point format|Unknown named curve|[Aa]lgid|No installed provider supports this key");

    private static final String KEY = "the server's certificate has a key that no TLS engine here can use";

    private TlsWords() {}

    /** Whether it is known that the handshake broke at the key in the server's certificate. */
    static boolean isAboutTheKey(String detail) {
        return detail.startsWith(KEY);
    }

    /**
     * A sentence for the engine's message.
     *
     * @param message of the exception that the handshake failed with
     */
    static String of(String message) {
        Matcher boring = BORINGSSL.matcher(message);
        if (!boring.find()) {
            if (JDK_KEY.matcher(message).find()) {
                // Behind the colon stands the name of a class.
                return KEY + " (JDK: "
                        + JDK_ALERT.matcher(message).replaceFirst("").split(":", 2)[0] + ")";
            }
            if (JDK_SIGNATURE.matcher(message).find()) {
                return SIGNATURE + " (JDK: " + JDK_ALERT.matcher(message).replaceFirst("") + ")";
            }
            Matcher alert = JDK_ALERT.matcher(message);
            return "the handshake was ended: "
                    + (alert.find()
                            ? message.substring(alert.end()) + " (alert sent: " + alert.group(1) + ")"
                            : message);
        }
        String name = boring.group(1);
        String words = BY_NAME.get(name);
        return words == null
                ? "the handshake was ended: " + name.toLowerCase(Locale.ROOT).replace('_', ' ') + source(message)
                : words + source(message);
    }

    /** What is added to a sentence: the name of BoringSSL's error in parentheses, or what the JDK says. */
    static String source(String message) {
        Matcher boring = BORINGSSL.matcher(message);
        return boring.find()
                ? " (BoringSSL: " + boring.group(1) + ")"
                : ": " + JDK_ALERT.matcher(message).replaceFirst("");
    }
}
