package dev.websocketexporter.engine.tls;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TlsWordsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "error:100000df:SSL routines:OPENSSL_internal:UNEXPECTED_MESSAGE"
                        + "|the server sent a TLS message that has no place there (BoringSSL: UNEXPECTED_MESSAGE)",
                "error:1000008b:SSL routines:OPENSSL_internal:DECRYPTION_FAILED_OR_BAD_RECORD_MAC"
                        + "|a TLS record of the server cannot be decrypted (BoringSSL: DECRYPTION_FAILED_OR_BAD_RECORD_MAC)",
                "error:10000fff:SSL routines:OPENSSL_internal:SOME_NEW_TROUBLE"
                        + "|the handshake was ended: some new trouble (BoringSSL: SOME_NEW_TROUBLE)",
                "(illegal_parameter) Unsupported group"
                        + "|the handshake was ended: Unsupported group (alert sent: illegal_parameter)",
                "No installed provider supports this key: sun.security.x509.X509Key"
                        + "|the server's certificate has a key that no TLS engine here can use (JDK: No installed provider supports this key)",
                "(handshake_failure) Only named ECParameters supported"
                        + "|the server's certificate has a key that no TLS engine here can use (JDK: Only named ECParameters supported)",
                "Invalid CertificateVerify signature"
                        + "|the server's signature of the handshake does not match its certificate: its key is another, or the certificate is not the first of the chain (JDK: Invalid CertificateVerify signature)",
                "(handshake_failure) Invalid ECDH ServerKeyExchange signature"
                        + "|the server's signature of the handshake does not match its certificate: its key is another, or the certificate is not the first of the chain (JDK: Invalid ECDH ServerKeyExchange signature)",
                "Remote host terminated the handshake|the handshake was ended: Remote host terminated the handshake"
            })
    void messageOfAnEngineBecomesASentenceThatKeepsTheNameOfTheError(String message, String words) {
        assertThat(TlsWords.of(message)).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "error:100000f0:SSL routines:OPENSSL_internal:UNSUPPORTED_PROTOCOL|' (BoringSSL: UNSUPPORTED_PROTOCOL)'",
                "(protocol_version) Unsupported protocol TLS10|: Unsupported protocol TLS10"
            })
    void aSentenceNamesWhereItComesFrom(String message, String source) {
        assertThat("because" + TlsWords.source(message)).isEqualTo("because" + source);
    }
}
