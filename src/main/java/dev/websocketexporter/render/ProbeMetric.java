package dev.websocketexporter.render;

import static dev.websocketexporter.render.ProbeMetric.Presence.ALWAYS;
import static dev.websocketexporter.render.ProbeMetric.Presence.WHEN_LEARNT;

import java.util.List;

/**
 * Every metric of a probe, in the order in which they are exposed. All are gauges.
 *
 * <p>Users' dashboards depend on names, labels and meanings. A metric that blackbox_exporter has too keeps its help text
 * as far as it is true here.
 */
public enum ProbeMetric {
    SUCCESS("probe_success", "Displays whether or not the probe was a success", ALWAYS),
    DURATION("probe_duration_seconds", "Returns how long the probe took to complete in seconds", ALWAYS),
    TIMEOUT("probe_timeout_seconds", "Returns how long the probe timeout is in seconds", ALWAYS),
    FAILURE_INFO(
            "probe_websocket_failure_info",
            "Contains the phase in which the probe failed and the reason why",
            WHEN_LEARNT,
            "phase",
            "reason"),
    ATTEMPTS("probe_websocket_attempts", "Number of attempts that the probe made", ALWAYS),

    DNS_LOOKUP_TIME("probe_dns_lookup_time_seconds", "Returns the time taken for probe dns lookup in seconds", ALWAYS),
    IP_PROTOCOL(
            "probe_ip_protocol",
            "Specifies whether probe ip protocol is IP4 or IP6, 0 when no address was found",
            ALWAYS),
    IP_ADDR_HASH(
            "probe_ip_addr_hash",
            "Specifies the hash of IP address. It's useful to detect if the IP address changes.",
            ALWAYS),
    IP_ADDR_INFO("probe_ip_addr_info", "Contains the IP address that was dialled", WHEN_LEARNT, "ip"),
    ADDRESSES("probe_websocket_addresses", "Number of addresses that the name of the target has", WHEN_LEARNT),
    ADDRESS_SUCCESS(
            "probe_websocket_address_success",
            "Displays whether or not the probe of this address of the target was a success",
            WHEN_LEARNT,
            "ip"),

    PHASE_DURATION("probe_websocket_duration_seconds", "Duration of websocket request by phase", WHEN_LEARNT, "phase"),
    OVERHEAD(
            "probe_websocket_overhead_seconds",
            "Part of the probe's duration that the exporter itself added, in no phase",
            ALWAYS),

    STATUS_CODE("probe_websocket_status_code", "Response HTTP status code", ALWAYS),
    CONNECTION_UPGRADED(
            "probe_websocket_connection_upgraded",
            "Indicates if the websocket connection was successfully upgraded",
            ALWAYS),
    SSL("probe_websocket_ssl", "Indicates if the target is probed over TLS", ALWAYS),
    HTTP_VERSION(
            "probe_websocket_http_version",
            "Version of HTTP that the module opens the websocket over: 1.1 or 2",
            ALWAYS),
    SUBPROTOCOL_INFO(
            "probe_websocket_subprotocol_info",
            "Contains the subprotocol that the server selected",
            WHEN_LEARNT,
            "subprotocol"),
    REDIRECTS("probe_websocket_redirects", "The number of redirects that were followed", WHEN_LEARNT),
    EXTENSION_INFO(
            "probe_websocket_extension_info",
            "Contains an extension that the server selected",
            WHEN_LEARNT,
            "extension"),

    FAILED_DUE_TO_REGEX("probe_websocket_failed_due_to_regex", "Indicates if probe failed due to regex", ALWAYS),
    FAILED_STEP("probe_websocket_failed_step", "Number of the query_response step that failed, from 1", WHEN_LEARNT),
    MESSAGES(
            "probe_websocket_messages",
            "Number of data messages after the upgrade by direction",
            WHEN_LEARNT,
            "direction"),
    MESSAGE_BYTES(
            "probe_websocket_message_bytes",
            "Payload of the data messages in bytes, uncompressed, by direction",
            WHEN_LEARNT,
            "direction"),
    TIME_TO_FIRST_MESSAGE(
            "probe_websocket_time_to_first_message_seconds",
            "Time from the upgrade to the first data message of the server",
            WHEN_LEARNT),
    STEP_DURATION(
            "probe_websocket_step_duration_seconds",
            "Duration of each query_response step that began",
            WHEN_LEARNT,
            "step"),
    EXPECT_INFO("probe_expect_info", "Explicit content matched", WHEN_LEARNT),
    PINGS_SENT("probe_websocket_pings_sent", "Number of pings that the heartbeat sent", WHEN_LEARNT),
    PONGS_RECEIVED(
            "probe_websocket_pongs_received",
            "Number of the pings that were answered in time and with their payload",
            WHEN_LEARNT),
    PING_RTT("probe_websocket_ping_rtt_seconds", "Time from a ping to its pong", WHEN_LEARNT, "stat"),
    HEALTH_STATUS(
            "probe_websocket_health_status",
            "1 when every ping was answered, 0.5 when some were not but no more than allowed, else 0",
            WHEN_LEARNT),
    CLOSE_CODE(
            "probe_websocket_close_code",
            "Close code that the server sent; 1005: none in its Close, 1006: no Close",
            WHEN_LEARNT),
    CLOSE_CLEAN("probe_websocket_close_clean", "Indicates if both sides completed the closing handshake", WHEN_LEARNT),
    CLOSED_BY_SERVER(
            "probe_websocket_closed_by_server",
            "Indicates if the Close of the server, or its end, came before the exporter sent its Close",
            WHEN_LEARNT),

    EARLIEST_CERT_EXPIRY(
            "probe_ssl_earliest_cert_expiry",
            "Returns the earliest expiry among the presented certificates in unixtime",
            WHEN_LEARNT),
    LAST_CHAIN_EXPIRY(
            "probe_ssl_last_chain_expiry_timestamp_seconds", "Returns last SSL chain expiry in timestamp", WHEN_LEARNT),
    LAST_CHAIN_INFO(
            "probe_ssl_last_chain_info",
            "Contains SSL leaf certificate information",
            WHEN_LEARNT,
            "fingerprint_sha256",
            "subject",
            "issuer",
            "subjectalternative",
            "serialnumber"),
    CERT_NOT_AFTER(
            "probe_ssl_cert_not_after_timestamp_seconds",
            "Returns until when a presented certificate is valid in unixtime, position 0 being the leaf",
            WHEN_LEARNT,
            "position",
            "subject_cn",
            "issuer_cn"),
    CERT_NOT_BEFORE(
            "probe_ssl_cert_not_before_timestamp_seconds",
            "Returns from when on a presented certificate is valid in unixtime, position 0 being the leaf",
            WHEN_LEARNT,
            "position",
            "subject_cn",
            "issuer_cn"),
    TLS_VERSION_INFO("probe_tls_version_info", "Contains the TLS version used", WHEN_LEARNT, "version"),
    TLS_CIPHER_INFO(
            "probe_tls_cipher_info", "Returns the TLS cipher negotiated during handshake", WHEN_LEARNT, "cipher"),
    TLS_ALPN_INFO(
            "probe_tls_alpn_info",
            "Contains the application protocol that the server selected by ALPN",
            WHEN_LEARNT,
            "protocol"),
    SSL_VERIFIED(
            "probe_ssl_verified",
            "Indicates if chain, validity and name of the certificate hold, also when they are not demanded",
            WHEN_LEARNT),
    SSL_CHECK_PASSED(
            "probe_ssl_check_passed",
            "Indicates if one check of the certificate was passed, whether or not it is demanded",
            WHEN_LEARNT,
            "check"),
    OCSP_STAPLED("probe_ssl_ocsp_stapled", "Indicates if an OCSP response was stapled to the handshake", WHEN_LEARNT),
    OCSP_STATUS(
            "probe_ssl_ocsp_status",
            "Contains what the stapled OCSP response says of the certificate",
            WHEN_LEARNT,
            "status"),
    OCSP_NEXT_UPDATE(
            "probe_ssl_ocsp_next_update_timestamp_seconds",
            "Returns until when the stapled OCSP response may be relied on in unixtime",
            WHEN_LEARNT),
    CRL_REVOKED(
            "probe_ssl_crl_revoked", "Indicates if the certificate is on its issuer's revocation list", WHEN_LEARNT),
    CRL_NEXT_UPDATE(
            "probe_ssl_crl_next_update_timestamp_seconds",
            "Returns when the issuer's revocation list is followed by a newer one at the latest in unixtime",
            WHEN_LEARNT);

    /** When a metric is exposed. */
    public enum Presence {
        /** In every answer, 0 when nothing was learnt. */
        ALWAYS,
        /** Only when its value was learnt; never as a zero that was not measured. */
        WHEN_LEARNT
    }

    private final String metricName;
    private final String help;
    private final Presence presence;

    @SuppressWarnings("ImmutableEnumChecker") // unmodifiable, which the type does not show
    private final List<String> labels;

    ProbeMetric(String metricName, String help, Presence presence, String... labels) {
        this.metricName = metricName;
        this.help = help;
        this.presence = presence;
        this.labels = List.of(labels);
    }

    public String metricName() {
        return metricName;
    }

    /** One line; without a full stop unless blackbox_exporter has one. */
    public String help() {
        return help;
    }

    public Presence presence() {
        return presence;
    }

    /** The names of the labels, in order; of {@link #EXPECT_INFO} none, since the module names them. */
    public List<String> labels() {
        return labels;
    }
}
