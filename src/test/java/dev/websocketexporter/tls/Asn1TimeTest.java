package dev.websocketexporter.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1UTCTime;
import org.bouncycastle.asn1.x509.Time;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Asn1TimeTest {
    @ParameterizedTest
    @CsvSource({
        "261121100000Z, 2026-11-21T10:00:00Z",
        "491231235959Z, 2049-12-31T23:59:59Z",
        "500101000000Z, 1950-01-01T00:00:00Z",
        "20500101000000Z, 2050-01-01T00:00:00Z",
        "20240229120000Z, 2024-02-29T12:00:00Z",
        "99991231235959Z, 9999-12-31T23:59:59Z",
        "15830101000000Z, 1583-01-01T00:00:00Z",
    })
    void dateIsReadAsItStands(String text, Instant date) {
        assertThat(Asn1Time.of(asn1(text))).isEqualTo(date);
    }

    /** Other spellings, dates that do not exist, and those of the Julian calendar. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "2611211000Z",
                "261121100000+0100",
                "2611211000-0530",
                "261321100000Z",
                "260230100000Z",
                "261121240000Z",
                "261121106099Z",
                "20261121100000.123Z",
                "202611211000Z",
                "2026112110Z",
                "20261121100000+0100",
                "20261121100000+0000",
                "20261121100000",
                "20270229000000Z",
                "15820101000000Z",
                "00010101000000Z",
                "00000101000000Z",
            })
    void whateverElseIsReadAsBouncyCastleDoes(String text) throws Exception {
        assertThat(Asn1Time.of(asn1(text)))
                .isEqualTo(Time.getInstance(asn1(text)).getDate().toInstant());
        if (asn1(text) instanceof ASN1GeneralizedTime time) {
            assertThat(Asn1Time.of(time)).isEqualTo(time.getDate().toInstant());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"26112110000xZ", "2026+121100000Z", "2026112110000 Z"})
    void whatIsNoDateIsRefused(String text) {
        assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> Asn1Time.of(asn1(text)));
    }

    private static ASN1Primitive asn1(String text) {
        boolean utcTime = text.split("[.Z+-]", 2)[0].length() <= 12 && !text.startsWith("20");
        return utcTime ? new ASN1UTCTime(text) : new ASN1GeneralizedTime(text);
    }
}
