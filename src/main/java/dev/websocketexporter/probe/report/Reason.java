package dev.websocketexporter.probe.report;

import static dev.websocketexporter.probe.report.Phase.AUTH;
import static dev.websocketexporter.probe.report.Phase.CLOSE;
import static dev.websocketexporter.probe.report.Phase.CONNECT;
import static dev.websocketexporter.probe.report.Phase.CONVERSATION;
import static dev.websocketexporter.probe.report.Phase.PROXY;
import static dev.websocketexporter.probe.report.Phase.RESOLVE;
import static dev.websocketexporter.probe.report.Phase.TLS;
import static dev.websocketexporter.probe.report.Phase.UPGRADE;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** Why a probe failed: a closed list of words that users' alerts depend on, each with the phases in which it can occur. */
public enum Reason {
    NAME_NOT_FOUND(RESOLVE),
    /** The name exists but has no address of the wanted family. */
    NO_ADDRESS(RESOLVE),
    /** The name server answered SERVFAIL, REFUSED or the like. */
    RESOLVER_FAILURE(RESOLVE),

    CONNECTION_REFUSED(CONNECT),
    UNREACHABLE(CONNECT),
    /** A TCP RST arrived. */
    CONNECTION_RESET(CONNECT, TLS, UPGRADE, CONVERSATION),
    /** The machine does not have the configured source address. */
    SOURCE_ADDRESS_UNAVAILABLE(CONNECT),
    /** The peer ended the connection (TCP FIN) before the phase was complete. */
    CONNECTION_CLOSED(TLS, UPGRADE, CONVERSATION),

    /** The proxy has no address, or refuses connections. */
    PROXY_UNREACHABLE(PROXY),
    PROXY_AUTH_REQUIRED(PROXY),
    /** The proxy refuses to connect to the target. */
    PROXY_REFUSED(PROXY),
    /** The proxy breaks its protocol or ends the connection. */
    PROXY_PROTOCOL_ERROR(PROXY),

    /** The module forbids TLS and the target is wss. */
    SSL_FORBIDDEN(TLS),
    /** The module requires TLS and the target is ws. */
    SSL_REQUIRED(TLS),
    CERTIFICATE_EXPIRED(TLS),
    CERTIFICATE_NOT_YET_VALID(TLS),
    /** The leaf is its own issuer and is not trusted. */
    SELF_SIGNED(TLS),
    /** Any other chain that leads to no trusted root. */
    UNKNOWN_AUTHORITY(TLS),
    HOSTNAME_MISMATCH(TLS),
    /** The OCSP staple or the issuer's revocation list says so, and its signature holds. */
    CERTIFICATE_REVOKED(TLS),
    /** Every other fault of a certificate: a weak signature, an issuer that is no CA, a wrong key usage. */
    CERTIFICATE_INVALID(TLS),
    /** The server asked for a certificate and then refused the exporter's, or that there was none. */
    CLIENT_CERTIFICATE_REJECTED(TLS),
    PROTOCOL_VERSION(TLS),
    HANDSHAKE_FAILURE(TLS),
    /** The server did not select HTTP/2 by ALPN, which the module requires. */
    HTTP2_NOT_NEGOTIATED(TLS),
    /** The server speaks, but not TLS. */
    NOT_TLS(TLS),

    /** A token or a secret could not be had. */
    AUTHENTICATION_SETUP(AUTH),

    UNEXPECTED_STATUS(UPGRADE),
    INVALID_HTTP_RESPONSE(UPGRADE),
    /** The response's head is larger than 64 KiB. */
    RESPONSE_TOO_LARGE(UPGRADE),
    /** The server's SETTINGS do not allow the extended CONNECT of RFC 8441. */
    CONNECT_PROTOCOL_DISABLED(UPGRADE),
    /** The server reset the stream of the request before it answered (RST_STREAM). */
    STREAM_RESET(UPGRADE),
    MISSING_UPGRADE_HEADER(UPGRADE),
    MISSING_CONNECTION_HEADER(UPGRADE),
    MISSING_ACCEPT(UPGRADE),
    BAD_ACCEPT(UPGRADE),
    /** The server selected a subprotocol that was not offered. */
    UNEXPECTED_SUBPROTOCOL(UPGRADE),
    /** The server selected none of the subprotocols, and one is required. */
    MISSING_SUBPROTOCOL(UPGRADE),
    /** The server selected an extension that was not offered. */
    UNEXPECTED_EXTENSION(UPGRADE),
    /** The server declined compression, and it is required. */
    MISSING_EXTENSION(UPGRADE),

    /** A header of the response breaks a rule of the module. */
    HEADER_MISMATCH(UPGRADE),
    /** A redirect may not be followed: from wss to ws, to no valid target, to one that the policy forbids. */
    REDIRECT_REFUSED(UPGRADE),
    TOO_MANY_REDIRECTS(UPGRADE),

    /** A message that does not match where none may be skipped. */
    UNEXPECTED_MESSAGE(CONVERSATION),
    /** The server breaks RFC 6455 or RFC 7692. */
    PROTOCOL_ERROR(CONVERSATION),
    /** A text message, or the reason of a Close, is not UTF-8. */
    INVALID_UTF8(CONVERSATION),
    MESSAGE_TOO_LARGE(CONVERSATION),
    /** The server sent a Close before the conversation was over. */
    CLOSED_BY_PEER(CONVERSATION),
    PONG_MISSED(CONVERSATION),

    /** The server did not answer our Close, and the module requires that. */
    CLOSE_NOT_ANSWERED(CLOSE),
    /** The server's Close, or its end, has a code that the module does not expect. */
    UNEXPECTED_CLOSE_CODE(CLOSE),

    /** The probe's deadline passed in this phase, or a step's limit did. */
    TIMEOUT(RESOLVE, CONNECT, PROXY, TLS, AUTH, UPGRADE, CONVERSATION),
    /** The exporter itself could not: no descriptor, no port, its own firewall. Never a target's fault. */
    EXPORTER_LIMIT(RESOLVE, CONNECT, PROXY, TLS, AUTH, UPGRADE, CONVERSATION, CLOSE),
    /** A bug of the exporter, logged with its stack. */
    INTERNAL_ERROR(RESOLVE, CONNECT, PROXY, TLS, AUTH, UPGRADE, CONVERSATION, CLOSE);

    @SuppressWarnings("ImmutableEnumChecker") // unmodifiable, which the type cannot say
    private final Set<Phase> phases;

    private final String label;

    Reason(Phase first, Phase... others) {
        this.phases = Collections.unmodifiableSet(EnumSet.of(first, others));
        this.label = name().toLowerCase(Locale.ROOT);
    }

    /** The phases in which this reason can occur. */
    public Set<Phase> phases() {
        return phases;
    }

    /** The value of the label {@code reason} in metrics. */
    public String label() {
        return label;
    }
}
