package dev.websocketexporter.tls;

import static dev.websocketexporter.probe.report.ChainReport.CertificateCheck.TRUST;
import static dev.websocketexporter.probe.report.ChainReport.CertificateCheck.VALIDITY;
import static dev.websocketexporter.probe.report.Reason.CERTIFICATE_EXPIRED;
import static dev.websocketexporter.probe.report.Reason.CERTIFICATE_NOT_YET_VALID;
import static dev.websocketexporter.tls.ChainFixtures.FAR;
import static dev.websocketexporter.tls.ChainFixtures.FUTURE;
import static dev.websocketexporter.tls.ChainFixtures.ISSUING;
import static dev.websocketexporter.tls.ChainFixtures.LEAF;
import static dev.websocketexporter.tls.ChainFixtures.NOW;
import static dev.websocketexporter.tls.ChainFixtures.OTHER_ROOT;
import static dev.websocketexporter.tls.ChainFixtures.PAST;
import static dev.websocketexporter.tls.ChainFixtures.ROOT;
import static dev.websocketexporter.tls.ChainFixtures.RSA_ROOT;
import static dev.websocketexporter.tls.ChainFixtures.SELF;
import static dev.websocketexporter.tls.ChainFixtures.SOON;
import static dev.websocketexporter.tls.ChainFixtures.ca;
import static dev.websocketexporter.tls.ChainFixtures.certificates;
import static dev.websocketexporter.tls.ChainFixtures.detail;
import static dev.websocketexporter.tls.ChainFixtures.leaf;
import static dev.websocketexporter.tls.ChainFixtures.trusting;
import static dev.websocketexporter.tls.ChainRow.accepted;
import static dev.websocketexporter.tls.ChainRow.failing;
import static dev.websocketexporter.tls.ChainRow.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.probe.report.ChainReport;
import dev.websocketexporter.testkit.TestIdentity;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Certificates in any order, and their dates. */
class ChainDatesTest {
    static Stream<ChainRow> rows() {
        return Stream.concat(order(), dates());
    }

    private static Stream<ChainRow> order() {
        return Stream.of(
                accepted("an orderly chain", ROOT, FAR, LEAF, ISSUING),
                accepted("a chain with its root", ROOT, FAR, LEAF, ISSUING, ROOT),
                accepted("a chain in a wrong order", ROOT, FAR, LEAF, ROOT, ISSUING),
                accepted("superfluous certificates", ROOT, FAR, LEAF, OTHER_ROOT, RSA_ROOT, ISSUING),
                accepted("the same certificate again and again", ROOT, FAR, LEAF, LEAF, ISSUING, ISSUING, LEAF),
                accepted("a leaf issued by the root", ROOT, FAR, leaf().signedBy(ROOT)),
                accepted("an intermediate as the anchor", ISSUING, FAR, LEAF),
                accepted("a trusted self-signed leaf", SELF, FAR, SELF),
                accepted("a trusted leaf whose issuer nobody knows", LEAF, FAR, LEAF));
    }

    private static Stream<ChainRow> dates() {
        TestIdentity expired = leaf().validUntil(PAST).signedBy(ISSUING);
        TestIdentity early = leaf().validFrom(FUTURE).signedBy(ISSUING);
        TestIdentity expiredCa = ca("Issuing CA").validUntil(PAST).signedBy(ROOT);
        TestIdentity expiredRoot = ca("Root").validUntil(PAST).selfSigned();
        TestIdentity soon = ca("Issuing CA").validUntil(SOON).signedBy(ROOT);
        TestIdentity soonRoot = ca("Root").validUntil(SOON).selfSigned();
        return Stream.of(
                refused(
                        "an expired leaf",
                        ROOT,
                        CERTIFICATE_EXPIRED,
                        "leaf CN=a.example expired 2026-11-01T00:00:00Z (now: 2026-11-21T10:00:00Z)",
                        VALIDITY,
                        expired,
                        ISSUING),
                refused(
                        "a leaf of the future",
                        ROOT,
                        CERTIFICATE_NOT_YET_VALID,
                        "leaf CN=a.example is not valid before 2027-01-01T00:00:00Z (now: 2026-11-21T10:00:00Z)",
                        VALIDITY,
                        early,
                        ISSUING),
                refused(
                        "an expired intermediate",
                        ROOT,
                        CERTIFICATE_EXPIRED,
                        "certificate 1 CN=Issuing CA expired",
                        VALIDITY,
                        leaf().signedBy(expiredCa),
                        expiredCa),
                refused(
                        "an expired anchor",
                        expiredRoot,
                        CERTIFICATE_EXPIRED,
                        "anchor CN=Root expired",
                        VALIDITY,
                        leaf().signedBy(expiredRoot)),
                accepted(
                        "a superfluous expired certificate",
                        ROOT,
                        FAR,
                        LEAF,
                        ISSUING,
                        ca("Other").validUntil(PAST).selfSigned()),
                accepted("an intermediate that expires first", ROOT, SOON, leaf().signedBy(soon), soon),
                accepted("an anchor that expires first", soonRoot, SOON, leaf().signedBy(soonRoot)),
                accepted("a last second", ROOT, NOW, leaf().validUntil(NOW).signedBy(ROOT)),
                accepted("a first second", ROOT, FAR, leaf().validFrom(NOW).signedBy(ROOT)),
                failing(
                        refused(
                                "expired and not trusted",
                                OTHER_ROOT,
                                CERTIFICATE_EXPIRED,
                                "leaf CN=a.example expired",
                                TRUST,
                                expired,
                                ISSUING),
                        VALIDITY,
                        TRUST),
                failing(
                        refused(
                                "expired and self-signed",
                                ROOT,
                                CERTIFICATE_EXPIRED,
                                "expired",
                                TRUST,
                                leaf().validUntil(PAST).selfSigned()),
                        VALIDITY,
                        TRUST),
                failing(
                        refused(
                                "an expired issuer in a chain without an anchor",
                                OTHER_ROOT,
                                CERTIFICATE_EXPIRED,
                                "certificate 1 CN=Issuing CA expired",
                                TRUST,
                                leaf().signedBy(expiredCa),
                                expiredCa),
                        VALIDITY,
                        TRUST));
    }

    @Test
    void timeNowIsToldWithoutFractions() {
        ChainReport report = PeerVerifier.examine(
                certificates(leaf().validUntil(PAST).signedBy(ROOT)),
                "a.example",
                trusting(ROOT),
                NOW.plusNanos(987_654_321));

        assertThat(detail(report)).endsWith("(now: 2026-11-21T10:00:00Z)");
    }

    @ParameterizedTest
    @MethodSource("rows")
    void judges(ChainRow row) {
        row.assertJudged();
    }
}
