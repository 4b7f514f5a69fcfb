package dev.websocketexporter.tls;

import static dev.websocketexporter.probe.report.ChainReport.CertificateCheck.HOSTNAME;
import static dev.websocketexporter.probe.report.ChainReport.CertificateCheck.SIGNATURE;
import static dev.websocketexporter.probe.report.ChainReport.CertificateCheck.TRUST;
import static dev.websocketexporter.probe.report.ChainReport.CertificateCheck.VALIDITY;
import static dev.websocketexporter.tls.ChainFixtures.FUTURE;
import static dev.websocketexporter.tls.ChainFixtures.LEAF_KEYS;
import static dev.websocketexporter.tls.ChainFixtures.NOW;
import static dev.websocketexporter.tls.ChainFixtures.OTHER_ROOT;
import static dev.websocketexporter.tls.ChainFixtures.PAST;
import static dev.websocketexporter.tls.ChainFixtures.ROOT;
import static dev.websocketexporter.tls.ChainFixtures.failedChecks;
import static dev.websocketexporter.tls.ChainFixtures.reason;
import static dev.websocketexporter.tls.ChainFixtures.trusting;
import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.probe.report.ChainReport;
import dev.websocketexporter.probe.report.ChainReport.CertificateCheck;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.testkit.CertificateRecipe;
import dev.websocketexporter.testkit.TestIdentity;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Several faults at once: the first in the order of precedence names the reason, and no check is silent about the others. */
class ChainPrecedenceTest {
    /** In the order of precedence. */
    enum Fault {
        EXPIRED(Reason.CERTIFICATE_EXPIRED, VALIDITY),
        NOT_YET_VALID(Reason.CERTIFICATE_NOT_YET_VALID, VALIDITY),
        SELF_SIGNED(Reason.SELF_SIGNED, TRUST),
        UNKNOWN_AUTHORITY(Reason.UNKNOWN_AUTHORITY, TRUST),
        OTHER_NAME(Reason.HOSTNAME_MISMATCH, HOSTNAME),
        NOT_FOR_SERVERS(Reason.CERTIFICATE_INVALID, TRUST),
        WEAK_SIGNATURE(Reason.CERTIFICATE_INVALID, SIGNATURE);

        private final Reason reason;
        private final CertificateCheck check;

        Fault(Reason reason, CertificateCheck check) {
            this.reason = reason;
            this.check = check;
        }
    }

    static Stream<Set<Fault>> combinations() {
        return IntStream.range(1, 1 << Fault.values().length)
                .<Set<Fault>>mapToObj(bits -> EnumSet.allOf(Fault.class).stream()
                        .filter(fault -> (bits >> fault.ordinal() & 1) == 1)
                        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Fault.class))))
                .filter(faults -> !faults.containsAll(EnumSet.of(Fault.EXPIRED, Fault.NOT_YET_VALID)))
                .filter(faults -> !faults.containsAll(EnumSet.of(Fault.SELF_SIGNED, Fault.UNKNOWN_AUTHORITY)));
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void theGravestNamesTheReason(Set<Fault> faults) {
        ChainReport report = PeerVerifier.examine(presented(faults).chain(), "a.example", trusting(ROOT), NOW);

        Fault gravest = faults.iterator().next();
        assertThat(reason(report)).isEqualTo(gravest.reason);
        assertThat(report.verified()).isFalse();
        assertThat(failedChecks(report))
                .isEqualTo(faults.stream()
                        // What a certificate that nobody trusts says of itself proves nothing, however strong.
                        .filter(fault -> fault != Fault.WEAK_SIGNATURE || !faults.contains(Fault.SELF_SIGNED))
                        .map(fault -> fault.check)
                        .collect(Collectors.toSet()));
    }

    private static TestIdentity presented(Set<Fault> faults) {
        CertificateRecipe recipe = CertificateRecipe.leaf(faults.contains(Fault.OTHER_NAME) ? "b.example" : "a.example")
                .key(LEAF_KEYS);
        if (faults.contains(Fault.EXPIRED)) {
            recipe.validUntil(PAST);
        }
        if (faults.contains(Fault.NOT_YET_VALID)) {
            recipe.validFrom(FUTURE);
        }
        if (faults.contains(Fault.NOT_FOR_SERVERS)) {
            recipe.plain(Extension.extendedKeyUsage, new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth));
        }
        if (faults.contains(Fault.WEAK_SIGNATURE)) {
            recipe.signature("SHA1withECDSA");
        }
        if (faults.contains(Fault.SELF_SIGNED)) {
            return recipe.selfSigned();
        }
        return recipe.signedBy(faults.contains(Fault.UNKNOWN_AUTHORITY) ? OTHER_ROOT : ROOT);
    }
}
