package dev.websocketexporter.probe.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.websocketexporter.probe.module.TlsVersion;
import dev.websocketexporter.probe.report.ChainReport.CertificateCheck;
import dev.websocketexporter.probe.report.ChainReport.CertificateFacts;
import dev.websocketexporter.probe.report.TlsReport.CrlReport;
import dev.websocketexporter.probe.report.TlsReport.StapleReport;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TlsReportTest {
    private static final ChainReport CHAIN = new ChainReport(
            List.of(new CertificateFacts("00", "", "", "", "", List.of(), "", Instant.EPOCH, Instant.MAX)),
            null,
            checks(),
            null);
    private static final StapleReport GOOD = new StapleReport(StapleReport.Status.GOOD, null, null, null);

    private static Map<CertificateCheck, Boolean> checks() {
        Map<CertificateCheck, Boolean> checks = new EnumMap<>(CertificateCheck.class);
        CertificateCheck.OF_CHAIN.forEach(check -> checks.put(check, check == CertificateCheck.TRUST));
        return checks;
    }

    @ParameterizedTest
    @CsvSource({"TLS10, false", "TLS11, false", "TLS12, true", "TLS13, true"})
    void protocolIsPassedFromTls12On(TlsVersion version, boolean passed) {
        assertThat(new TlsReport(version, null, CHAIN, null).checks())
                .containsAllEntriesOf(checks())
                .containsEntry(CertificateCheck.PROTOCOL, passed)
                .hasSize(6);
    }

    @Test
    void revocationIsCheckedWithAStapleOnly() {
        TlsReport without =
                TlsReport.NOTHING.negotiated(TlsVersion.TLS13, "x", null).examined(CHAIN, null);
        assertThat(without.checks()).doesNotContainKey(CertificateCheck.REVOCATION);
        assertThat(without.examined(CHAIN, GOOD).checks()).containsEntry(CertificateCheck.REVOCATION, true);
    }

    @Test
    void revocationIsPassedWhenAllThatWasAskedSaysGood() {
        TlsReport stapled =
                TlsReport.NOTHING.negotiated(TlsVersion.TLS13, "x", null).examined(CHAIN, GOOD);
        TlsReport plain = stapled.examined(CHAIN, null);
        CrlReport good = new CrlReport(Instant.EPOCH, null, null);
        CrlReport revoked = new CrlReport(
                Instant.EPOCH, null, new Failure(Phase.TLS, Reason.CERTIFICATE_REVOKED, "leaf was revoked"));
        CrlReport unknown = CrlReport.unknown("there is none");

        assertThat(plain.lookedUp(good).checks()).containsEntry(CertificateCheck.REVOCATION, true);
        assertThat(stapled.lookedUp(good).checks()).containsEntry(CertificateCheck.REVOCATION, true);
        for (CrlReport bad : List.of(revoked, unknown)) {
            assertThat(plain.lookedUp(bad).checks()).containsEntry(CertificateCheck.REVOCATION, false);
            assertThat(stapled.lookedUp(bad).checks()).containsEntry(CertificateCheck.REVOCATION, false);
        }
        assertThat(revoked.known()).isTrue();
        assertThat(unknown.known()).isFalse();
        assertThat(revoked).hasToString("revoked, next update 1970-01-01T00:00:00Z");
        assertThat(unknown).hasToString("no verdict, next update unknown; there is none");
    }

    @ParameterizedTest
    @ValueSource(strings = {"REVOKED", "UNKNOWN"})
    void onlyAGoodStaplePasses(StapleReport.Status status) {
        assertThat(new StapleReport(status, null, null, null).passed()).isFalse();
        assertThat(new StapleReport(StapleReport.Status.GOOD, null, "stale", null).passed())
                .isFalse();
        assertThat(GOOD.passed()).isTrue();
    }

    @Test
    void withoutAChainNothingIsChecked() {
        assertThat(TlsReport.NOTHING.negotiated(TlsVersion.TLS13, null, null).checks())
                .isEmpty();
    }

    @Test
    void partsThatBelongTogetherComeTogether() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TlsReport(null, null, CHAIN, null))
                .withMessageStartingWith("version: absent");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TlsReport(TlsVersion.TLS13, null, null, GOOD))
                .withMessageStartingWith("staple: without a chain");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TlsReport.NOTHING.lookedUp(CrlReport.unknown("there is none")))
                .withMessageStartingWith("crl: without a chain");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CrlReport(null, null, null))
                .withMessageStartingWith("nextUpdate: absent");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CrlReport(
                        null, "there is none", new Failure(Phase.TLS, Reason.CERTIFICATE_REVOKED, "leaf was revoked")))
                .withMessageStartingWith("revocation: besides a flaw");
    }

    @Test
    void versionsAreFoundByTheNameThatTheJavaApisGiveThem() {
        for (TlsVersion version : TlsVersion.values()) {
            assertThat(TlsVersion.ofStandardName(version.standardName())).isEqualTo(version);
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TlsVersion.ofStandardName("SSLv3"))
                .withMessage("version: \"SSLv3\" (expected: a version of TLS, such as TLSv1.2)");
    }
}
