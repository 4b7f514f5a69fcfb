package dev.websocketexporter.probe.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The closed list of reasons. */
class FailureTest {
    /** Alert rules hang on these words, so they are written out here. */
    private static final Map<String, List<String>> REASONS = Map.of(
            "resolve", words("name_not_found no_address resolver_failure timeout exporter_limit internal_error"),
            "connect",
                    words(
                            "connection_refused unreachable connection_reset source_address_unavailable timeout exporter_limit internal_error"),
            "proxy",
                    words(
                            "proxy_unreachable proxy_auth_required proxy_refused proxy_protocol_error timeout exporter_limit internal_error"),
            "tls",
                    words(
                            "certificate_expired certificate_not_yet_valid hostname_mismatch self_signed"
                                    + " unknown_authority certificate_revoked certificate_invalid client_certificate_rejected protocol_version"
                                    + " handshake_failure not_tls http2_not_negotiated ssl_forbidden ssl_required connection_reset connection_closed timeout exporter_limit internal_error"),
            "auth", words("authentication_setup timeout exporter_limit internal_error"),
            "processing",
                    words(
                            "unexpected_status invalid_http_response response_too_large connect_protocol_disabled stream_reset missing_upgrade_header"
                                    + " missing_connection_header missing_accept bad_accept unexpected_subprotocol"
                                    + " missing_subprotocol unexpected_extension missing_extension header_mismatch redirect_refused too_many_redirects connection_reset connection_closed timeout exporter_limit internal_error"),
            "transfer",
                    words("unexpected_message protocol_error invalid_utf8 message_too_large closed_by_peer"
                            + " connection_reset connection_closed pong_missed timeout exporter_limit internal_error"),
            "close", words("close_not_answered unexpected_close_code exporter_limit internal_error"));

    @Test
    void eachPhaseHasItsReasons() {
        Map<String, List<String>> reasons = Arrays.stream(Phase.values())
                .collect(Collectors.toMap(
                        Phase::label,
                        phase -> Arrays.stream(Reason.values())
                                .filter(reason -> reason.phases().contains(phase))
                                .map(Reason::label)
                                .sorted()
                                .toList()));

        assertThat(reasons).isEqualTo(REASONS);
    }

    @Test
    void aReasonOfAnotherPhaseIsNoFailure() {
        for (Phase phase : Phase.values()) {
            for (Reason reason : Reason.values()) {
                if (reason.phases().contains(phase)) {
                    assertThat(new Failure(phase, reason, "detail").reason()).isEqualTo(reason);
                } else {
                    assertThatIllegalArgumentException()
                            .isThrownBy(() -> new Failure(phase, reason, "detail"))
                            .withMessageStartingWith("reason: " + reason + " in phase " + phase + " (expected: ");
                }
            }
        }
    }

    @Test
    void readsAsPhaseReasonAndDetail() {
        assertThat(new Failure(Phase.UPGRADE, Reason.UNEXPECTED_STATUS, "502 (expected: 101)"))
                .hasToString("processing/unexpected_status: 502 (expected: 101)");
    }

    private static List<String> words(String words) {
        return Stream.of(words.split(" ")).sorted().toList();
    }
}
