package dev.websocketexporter.engine.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.engine.run.ProbeFailedException;
import dev.websocketexporter.probe.module.TlsSettings;
import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.NotSslRecordException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the TLS engines throw, each in its own words, and the reason that it becomes. */
class TlsFailuresTest {
    @Test
    void logTellsTheServerNameThatIsSentAndNoOther() {
        assertThat(TlsPhase.announced(new ServerName("a.example", "a.example")))
                .isEqualTo("with the server name a.example");
        assertThat(TlsPhase.announced(new ServerName("192.0.2.1", null)))
                .isEqualTo("without a server name, since 192.0.2.1 is an address");
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

    private static HandshakeFacts facts(boolean clientCertificateRequested) {
        HandshakeFacts facts = new HandshakeFacts();
        if (clientCertificateRequested) {
            facts.clientCertificateWasRequested();
        }
        return facts;
    }
}
