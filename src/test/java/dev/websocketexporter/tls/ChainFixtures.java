package dev.websocketexporter.tls;

import dev.websocketexporter.probe.report.ChainReport;
import dev.websocketexporter.probe.report.ChainReport.CertificateCheck;
import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.testkit.CertificateRecipe;
import dev.websocketexporter.testkit.KeyKind;
import dev.websocketexporter.testkit.TestIdentity;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Certificates that the tests of the examination share, and what they ask a report. */
final class ChainFixtures {
    static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    static final Instant PAST = Instant.parse("2026-11-01T00:00:00Z");
    static final Instant FUTURE = Instant.parse("2027-01-01T00:00:00Z");
    static final Instant SOON = Instant.parse("2026-12-01T00:00:00Z");
    static final Instant LATER = Instant.parse("2028-01-01T00:00:00Z");
    static final Instant FAR = CertificateRecipe.VALID_UNTIL;

    static final KeyPair RSA = KeyKind.RSA_2048.generate();
    static final KeyPair LEAF_KEYS = KeyKind.EC_P256.generate();
    static final KeyPair ISSUING_KEYS = KeyKind.EC_P256.generate();
    static final TestIdentity ROOT = ca("Root").selfSigned();
    static final TestIdentity RSA_ROOT = ca("RSA Root").key(RSA).selfSigned();
    static final TestIdentity OTHER_ROOT = ca("Other Root").selfSigned();
    static final TestIdentity ISSUING = ca("Issuing CA").key(ISSUING_KEYS).signedBy(ROOT);
    static final TestIdentity LEAF = leaf().signedBy(ISSUING);
    static final TestIdentity SELF = leaf().selfSigned();

    private ChainFixtures() {}

    static CertificateRecipe ca(String commonName) {
        return CertificateRecipe.ca(commonName);
    }

    static CertificateRecipe leaf() {
        return CertificateRecipe.leaf("a.example").key(LEAF_KEYS);
    }

    static List<X509Certificate> certificates(TestIdentity... identities) {
        return Arrays.stream(identities).map(TestIdentity::certificate).toList();
    }

    static TrustAnchors trusting(TestIdentity... anchors) {
        return TrustAnchors.of(
                Arrays.stream(anchors).map(TestIdentity::certificate).toList(), "test.pem");
    }

    static @Nullable Reason reason(ChainReport report) {
        Failure fault = report.fault();
        return fault == null ? null : fault.reason();
    }

    static String detail(ChainReport report) {
        Failure fault = report.fault();
        return fault == null ? "" : fault.detail();
    }

    static Set<CertificateCheck> failedChecks(ChainReport report) {
        return report.checks().entrySet().stream()
                .filter(check -> !check.getValue())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }
}
