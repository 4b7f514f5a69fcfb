package dev.websocketexporter.engine.tls;

import dev.websocketexporter.engine.run.Causes;
import dev.websocketexporter.engine.run.ConnectionEnd;
import dev.websocketexporter.engine.run.ConnectionFault;
import dev.websocketexporter.engine.run.ProbeFailedException;
import dev.websocketexporter.engine.run.SystemLimit;
import dev.websocketexporter.probe.module.TlsSettings;
import dev.websocketexporter.probe.module.TlsVersion;
import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.probe.value.Printable;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.ssl.NotSslRecordException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Tells why a TLS handshake failed. Both engines say it in the words of their exceptions only, and in different ones;
 * the words are BoringSSL's error names and the alert names of RFC 8446 §6.
 */
final class TlsFailures {
    /** BoringSSL: {@code SSLV3_ALERT_HANDSHAKE_FAILURE}; JDK: {@code Received fatal alert: handshake_failure}. */
    private static final Pattern RECEIVED_ALERT =
            Pattern.compile("(?:SSLV3|TLSV1|TLSV13)_ALERT_([A-Z0-9_]+)|Received fatal alert: ([a-z0-9_]+)");

    /** Alerts by which a server refuses a client's certificate, or the lack of one. */
    private static final Set<String> ABOUT_OUR_CERTIFICATE = Set.of(
            "bad_certificate",
            "unsupported_certificate",
            "certificate_revoked",
            "certificate_expired",
            "certificate_unknown",
            "certificate_required",
            "no_certificate",
            "unknown_ca",
            "access_denied",
            "handshake_failure");

    private static final Pattern OUR_VERSION_REFUSAL = Pattern.compile(
            "UNSUPPORTED_PROTOCOL|WRONG_VERSION_NUMBER|WRONG_SSL_VERSION|selected protocol version|Unsupported or"
                    + " disabled protocol|Unsupported record version");

    /** Alerts by which servers say that they found nothing in the ClientHello that they could take; the last is the JDK's. */
    private static final Set<String> ABOUT_OUR_OFFER =
            Set.of("handshake_failure", "insufficient_security", "internal_error");

    /** RFC 7301 §3.2. */
    private static final String NO_PROTOCOL = "no_application_protocol";

    /** What the engines say of a server that selects what was not offered. */
    private static final Pattern OTHER_PROTOCOL = Pattern.compile(
            "INVALID_ALPN_PROTOCOL|[Ii]nvalid application[_ ]protocol|No matching application protocol");

    private static final Pattern RENEGOTIATION = Pattern.compile("renegotiat", Pattern.CASE_INSENSITIVE);

    private static final Pattern KEY_USAGE = Pattern.compile("KEY_USAGE");

    private TlsFailures() {}

    /**
     * Whether a handshake may have failed for what the TLS engine in use does not know, or refuses by its own rules:
     * a kind of key, a key usage. Then another engine may complete it.
     *
     * @param cause what the handshake failed with
     */
    static boolean mayBeTheEngines(Throwable cause, HandshakeFacts facts) {
        if (cause instanceof NotSslRecordException || ConnectionEnd.isEnd(cause)) {
            return false;
        }
        String alert = receivedAlert(cause);
        return alert == null
                ? !OUR_VERSION_REFUSAL.matcher(deepestMessage(cause)).find()
                : ABOUT_OUR_OFFER.contains(alert) && !facts.clientCertificateRequested();
    }

    /** Whether BoringSSL could not take the server's own certificate apart, which it does without a look at most of it. */
    static boolean isUnreadableLeaf(Throwable failure) {
        return String.valueOf(failure.getMessage()).contains("CANNOT_PARSE_LEAF_CERT");
    }

    /** Whether it says of the server's certificate that its key is why the handshake failed. */
    static boolean isAboutTheKey(Throwable failure) {
        return ProbeFailedException.unwrapped(failure) instanceof ProbeFailedException known
                && TlsWords.isAboutTheKey(known.failure().detail());
    }

    /**
     * Why the handshake failed.
     *
     * @param cause what the handshake failed with
     * @param wireFault what broke the connection below TLS; null when nothing did
     */
    static ProbeFailedException of(
            Throwable cause, @Nullable Throwable wireFault, HandshakeFacts facts, TlsSettings settings) {
        if (cause instanceof NotSslRecordException) {
            String shown = firstBytes(String.valueOf(cause.getMessage()));
            return failure(
                    Reason.NOT_TLS,
                    "the server answered with something that is not TLS: " + shown + Causes.ofNoTls(shown));
        }
        String alert = receivedAlert(cause);
        if (alert != null) {
            return ofAlert(alert, facts, offered(settings));
        }
        String message = deepestMessage(cause);
        if (OUR_VERSION_REFUSAL.matcher(message).find()) {
            return failure(
                    Reason.PROTOCOL_VERSION,
                    "the server chose a TLS version that is not accepted (expected: " + offered(settings) + ")"
                            + TlsWords.source(message));
        }
        SystemLimit limit = SystemLimit.ofAny(cause, wireFault);
        if (limit != null) {
            return limit.in(Phase.TLS, "using the connection during the TLS handshake");
        }
        if (ConnectionEnd.isEnd(cause) || wireFault != null) {
            boolean reset = ConnectionFault.isReset(cause) || wireFault != null;
            return reset
                    ? failure(Reason.CONNECTION_RESET, "the server reset the connection during the TLS handshake")
                    : failure(Reason.CONNECTION_CLOSED, "the server closed the connection during the TLS handshake");
        }
        return KEY_USAGE.matcher(message).find()
                ? failure(
                        Reason.HANDSHAKE_FAILURE,
                        "the keyUsage of the server's certificate does not allow what its key is used for here (expected:"
                                + " digitalSignature, or keyEncipherment for RSA key exchange)"
                                + TlsWords.source(message))
                : failure(Reason.HANDSHAKE_FAILURE, TlsWords.of(message));
    }

    /** The same failure; if it is an end of the connection, it was all that came. */
    static ProbeFailedException ofNoAnswer(ProbeFailedException ended) {
        Failure failure = ended.failure();
        return switch (failure.reason()) {
            case CONNECTION_CLOSED, CONNECTION_RESET ->
                new ProbeFailedException(failure.withDetail(failure.detail() + Causes.ofEndInsteadOfTls()));
            default -> ended;
        };
    }

    /**
     * What went wrong after the handshake that is still due to TLS: a client certificate that TLS 1.3 refuses late, a
     * renegotiation that cannot be done; null: nothing here.
     */
    static @Nullable ProbeFailedException ofLateAlert(Throwable cause, HandshakeFacts facts) {
        String alert = receivedAlert(cause);
        String message = deepestMessage(cause);
        if (alert == null && RENEGOTIATION.matcher(message).find()) {
            return failure(
                    Reason.HANDSHAKE_FAILURE,
                    "the server asked for a renegotiation of TLS that cannot be done" + TlsWords.source(message));
        }
        return alert != null && refusesOurCertificate(alert, facts) ? refusedCertificate(alert, facts) : null;
    }

    /**
     * The failure of a handshake that broke since HTTP/2 alone was offered; null if it broke for something else.
     *
     * @param cause what the handshake failed with
     */
    static @Nullable ProbeFailedException ofRefusedProtocol(Throwable cause) {
        if (NO_PROTOCOL.equals(receivedAlert(cause))) {
            return failure(
                    Reason.HTTP2_NOT_NEGOTIATED,
                    "the server sent the alert " + NO_PROTOCOL + " (offered: h2); it may speak only HTTP/1.1");
        }
        String message = deepestMessage(cause);
        return OTHER_PROTOCOL.matcher(message).find()
                ? failure(
                        Reason.HTTP2_NOT_NEGOTIATED,
                        "the server selected an application protocol that was not offered (offered: h2)"
                                + TlsWords.source(message))
                : null;
    }

    /**
     * HTTP/2 was offered alone, and the server goes on without it.
     *
     * @param selected the application protocol that it selected; null: none
     */
    static ProbeFailedException ofProtocol(@Nullable String selected) {
        String did = selected == null
                ? "the server selected no application protocol"
                : "the server selected the application protocol " + Printable.quotedAscii(selected);
        return failure(
                Reason.HTTP2_NOT_NEGOTIATED, did + " (expected: h2); it may speak only HTTP/1.1, or not know ALPN");
    }

    private static ProbeFailedException ofAlert(String alert, HandshakeFacts facts, String offered) {
        if (refusesOurCertificate(alert, facts)) {
            return refusedCertificate(alert, facts);
        }
        return alert.equals("protocol_version")
                ? failure(
                        Reason.PROTOCOL_VERSION,
                        "the server sent the alert protocol_version (offered: " + offered + ")")
                : failure(Reason.HANDSHAKE_FAILURE, "the server sent the alert " + alert);
    }

    private static ProbeFailedException refusedCertificate(String alert, HandshakeFacts facts) {
        return failure(
                Reason.CLIENT_CERTIFICATE_REJECTED,
                "the server asked for a client certificate, and refused ours or the lack of one with the alert "
                        + alert
                        + (facts.withheld() == null ? "" : "; ours was not shown: " + facts.withheld()));
    }

    private static String offered(TlsSettings settings) {
        return EnumSet.range(settings.minVersion(), settings.maxVersion()).stream()
                .map(TlsVersion::label)
                .collect(Collectors.joining(" or "));
    }

    private static boolean refusesOurCertificate(String alert, HandshakeFacts facts) {
        return facts.clientCertificateRequested() && ABOUT_OUR_CERTIFICATE.contains(alert);
    }

    private static @Nullable String receivedAlert(Throwable cause) {
        for (Throwable t = cause; t != null; t = t.getCause()) {
            Matcher matcher = RECEIVED_ALERT.matcher(String.valueOf(t.getMessage()));
            if (t instanceof SSLException && matcher.find()) {
                String name = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
                return name.toLowerCase(Locale.ROOT);
            }
        }
        return null;
    }

    private static String deepestMessage(Throwable cause) {
        Throwable deepest = cause;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        return deepest.getMessage() == null ? "the TLS engine gave no reason" : deepest.getMessage();
    }

    private static ProbeFailedException failure(Reason reason, String detail) {
        return new ProbeFailedException(Phase.TLS, reason, detail);
    }

    private static final int MAX_BYTES = 32;
    private static final Pattern HEX_AT_END = Pattern.compile("([0-9a-f]{2,})$");

    /** The first bytes, from the message of Netty's exception, which ends with all of them in hex. */
    static String firstBytes(String message) {
        Matcher matcher = HEX_AT_END.matcher(message);
        if (!matcher.find()) {
            return message;
        }
        String hex = matcher.group(1);
        String first = hex.substring(0, Math.min(hex.length() & ~1, 2 * MAX_BYTES));
        String text = new String(ByteBufUtil.decodeHexDump(first), StandardCharsets.ISO_8859_1);
        return Printable.quotedAscii(text) + (hex.length() > first.length() ? "…" : "");
    }
}
