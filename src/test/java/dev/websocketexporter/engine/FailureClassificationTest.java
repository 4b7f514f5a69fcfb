package dev.websocketexporter.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.engine.connect.ConnectFailures;
import dev.websocketexporter.engine.run.ConnectionEnd;
import dev.websocketexporter.engine.run.ProbeFailedException;
import dev.websocketexporter.engine.tls.HandshakeFacts;
import dev.websocketexporter.engine.tls.TlsFailures;
import dev.websocketexporter.probe.module.TlsSettings;
import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.NotSslRecordException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the transports and the TLS engines throw, in their own words, and the reason that each becomes. */
class FailureClassificationTest {
    static Stream<Arguments> connects() {
        return Stream.of(
                Arguments.of(
                        new ConnectException("finishConnect(..) failed: Connection refused"),
                        Reason.CONNECTION_REFUSED),
                Arguments.of(new ConnectException("Connection refused"), Reason.CONNECTION_REFUSED),
                Arguments.of(
                        new IOException("connect(..) failed with error(-104): Connection reset by peer"),
                        Reason.CONNECTION_RESET),
                Arguments.of(new SocketException("Connection reset"), Reason.CONNECTION_RESET),
                Arguments.of(new NoRouteToHostException("No route to host"), Reason.UNREACHABLE),
                Arguments.of(new ConnectException("connect(..) failed: Network is unreachable"), Reason.UNREACHABLE),
                Arguments.of(new SocketException("Cannot assign requested address"), Reason.UNREACHABLE),
                Arguments.of(new SocketException("Operation not permitted"), Reason.UNREACHABLE),
                Arguments.of(new ConnectException("Connection timed out"), Reason.TIMEOUT));
    }

    @ParameterizedTest
    @MethodSource("connects")
    void failedConnectHasItsReason(Exception cause, Reason reason) {
        Failure failure = ConnectFailures.of("192.0.2.1:80", null, cause).failure();
        assertThat(failure.phase()).isEqualTo(Phase.CONNECT);
        assertThat(failure.reason()).isEqualTo(reason);
        assertThat(failure.detail()).startsWith("connecting to 192.0.2.1:80: ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            error:10000410:SSL routines:OPENSSL_internal:SSLV3_ALERT_HANDSHAKE_FAILURE | false | HANDSHAKE_FAILURE
            Received fatal alert: handshake_failure                                     | false | HANDSHAKE_FAILURE
            (handshake_failure) Received fatal alert: handshake_failure                 | false | HANDSHAKE_FAILURE
            error:1000042e:SSL routines:OPENSSL_internal:TLSV1_ALERT_PROTOCOL_VERSION   | false | PROTOCOL_VERSION
            Received fatal alert: protocol_version                                      | true  | PROTOCOL_VERSION
            error:100000f0:SSL routines:OPENSSL_internal:UNSUPPORTED_PROTOCOL           | false | PROTOCOL_VERSION
            The server selected protocol version TLS10 is not accepted by client preferences [TLS13, TLS12] | false | PROTOCOL_VERSION
            error:1000045c:SSL routines:OPENSSL_internal:TLSV13_ALERT_CERTIFICATE_REQUIRED | true | CLIENT_CERTIFICATE_REJECTED
            Received fatal alert: bad_certificate                                       | true  | CLIENT_CERTIFICATE_REJECTED
            Received fatal alert: handshake_failure                                     | true  | CLIENT_CERTIFICATE_REJECTED
            Received fatal alert: bad_certificate                                       | false | HANDSHAKE_FAILURE
            Received fatal alert: internal_error                                        | true  | HANDSHAKE_FAILURE
            error:1000008a:SSL routines:OPENSSL_internal:DECRYPTION_FAILED_OR_BAD_RECORD_MAC | false | HANDSHAKE_FAILURE
            """)
    void failedHandshakeHasItsReason(String words, boolean certificateRequested, Reason reason) {
        HandshakeFacts facts = facts(certificateRequested);
        assertThat(TlsFailures.of(new SSLHandshakeException(words), null, facts, TlsSettings.DEFAULT)
                        .failure()
                        .reason())
                .isEqualTo(reason);
    }

    @Test
    void unreachableAddressIsToldInTheSystemsWordsIfItHasAny() {
        assertThat(ConnectFailures.of("192.0.2.1:80", null, new NoRouteToHostException("No route to host"))
                        .failure()
                        .detail())
                .isEqualTo("connecting to 192.0.2.1:80: no packet gets there: No route to host");
        assertThat(ConnectFailures.of("192.0.2.1:80", null, new NoRouteToHostException())
                        .failure()
                        .detail())
                .isEqualTo("connecting to 192.0.2.1:80: no packet gets there");
    }

    @Test
    void handshakeThatTheServerEndsIsClosedOrReset() {
        HandshakeFacts facts = facts(false);
        IOException reset = new IOException("recvAddress(..) failed with error(-104): Connection reset by peer");
        assertThat(TlsFailures.of(new ClosedChannelException(), null, facts, TlsSettings.DEFAULT)
                        .failure()
                        .reason())
                .isEqualTo(Reason.CONNECTION_CLOSED);
        assertThat(TlsFailures.of(reset, null, facts, TlsSettings.DEFAULT)
                        .failure()
                        .reason())
                .isEqualTo(Reason.CONNECTION_RESET);
        assertThat(TlsFailures.of(new ClosedChannelException(), reset, facts, TlsSettings.DEFAULT)
                        .failure()
                        .reason())
                .isEqualTo(Reason.CONNECTION_RESET);
    }

    @Test
    void firstBytesOfWhatIsNotTlsAreShown() {
        NotSslRecordException cause = new NotSslRecordException("not an SSL/TLS record: 5353482d322e300d0a");
        Failure failure =
                TlsFailures.of(cause, null, facts(false), TlsSettings.DEFAULT).failure();
        assertThat(failure.reason()).isEqualTo(Reason.NOT_TLS);
        assertThat(failure.detail()).isEqualTo("the server answered with something that is not TLS: \"SSH-2.0\\r\\n\"");
    }

    @Test
    void alertAfterTheHandshakeIsARefusedCertificateOnlyIfOneWasAskedFor() {
        DecoderException late = new DecoderException(new SSLException("Received fatal alert: certificate_required"));
        assertThat(TlsFailures.ofLateAlert(late, facts(false))).isNull();
        ProbeFailedException refused = TlsFailures.ofLateAlert(late, facts(true));
        assertThat(refused).isNotNull();
        assertThat(refused.failure().phase()).isEqualTo(Phase.TLS);
        assertThat(refused.failure().reason()).isEqualTo(Reason.CLIENT_CERTIFICATE_REJECTED);
    }

    @Test
    void connectionThatEndsEarlyIsClosedOrReset() {
        for (IOException reset : List.of(
                new IOException("recvAddress(..) failed with error(-104): Connection reset by peer"),
                new IOException("Connection reset by peer"),
                new IOException("Broken pipe"))) {
            assertThat(ConnectionEnd.during(Phase.UPGRADE, reset, null, "x")
                            .failure()
                            .reason())
                    .isEqualTo(Reason.CONNECTION_RESET);
        }
        assertThat(ConnectionEnd.during(Phase.UPGRADE, null, null, "the head came")
                        .failure())
                .isEqualTo(new Failure(
                        Phase.UPGRADE,
                        Reason.CONNECTION_CLOSED,
                        "the server closed the connection before the head came"));
    }

    private static HandshakeFacts facts(boolean clientCertificateRequested) {
        HandshakeFacts facts = new HandshakeFacts();
        if (clientCertificateRequested) {
            facts.clientCertificateWasRequested();
        }
        return facts;
    }
}
