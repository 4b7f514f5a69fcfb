package dev.websocketexporter.tls;

import static dev.websocketexporter.probe.report.ChainReport.CertificateCheck.HOSTNAME;
import static dev.websocketexporter.probe.report.ChainReport.CertificateCheck.SIGNATURE;
import static dev.websocketexporter.probe.report.ChainReport.CertificateCheck.TRUST;
import static dev.websocketexporter.probe.report.Reason.CERTIFICATE_EXPIRED;
import static dev.websocketexporter.probe.report.Reason.HOSTNAME_MISMATCH;
import static dev.websocketexporter.probe.report.Reason.UNKNOWN_AUTHORITY;
import static dev.websocketexporter.tls.ChainFixtures.FAR;
import static dev.websocketexporter.tls.ChainFixtures.ISSUING;
import static dev.websocketexporter.tls.ChainFixtures.LATER;
import static dev.websocketexporter.tls.ChainFixtures.LEAF;
import static dev.websocketexporter.tls.ChainFixtures.LEAF_KEYS;
import static dev.websocketexporter.tls.ChainFixtures.NOW;
import static dev.websocketexporter.tls.ChainFixtures.OTHER_ROOT;
import static dev.websocketexporter.tls.ChainFixtures.PAST;
import static dev.websocketexporter.tls.ChainFixtures.ROOT;
import static dev.websocketexporter.tls.ChainFixtures.RSA_ROOT;
import static dev.websocketexporter.tls.ChainFixtures.ca;
import static dev.websocketexporter.tls.ChainFixtures.certificates;
import static dev.websocketexporter.tls.ChainFixtures.detail;
import static dev.websocketexporter.tls.ChainFixtures.failedChecks;
import static dev.websocketexporter.tls.ChainFixtures.leaf;
import static dev.websocketexporter.tls.ChainFixtures.reason;
import static dev.websocketexporter.tls.ChainFixtures.trusting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.websocketexporter.probe.report.ChainReport;
import dev.websocketexporter.testkit.CertificateRecipe;
import dev.websocketexporter.testkit.KeyKind;
import dev.websocketexporter.testkit.TestIdentity;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What holds of every examination. */
class PeerVerifierTest {
    @Test
    void nameComesAfterTrustAndBeforeTheRules() {
        TestIdentity weak = leaf().signature("SHA1withRSA").signedBy(RSA_ROOT);

        ChainReport trusted = PeerVerifier.examine(weak.chain(), "b.example", trusting(RSA_ROOT), NOW);
        ChainReport untrusted = PeerVerifier.examine(weak.chain(), "b.example", trusting(ROOT), NOW);

        assertThat(reason(trusted)).isEqualTo(HOSTNAME_MISMATCH);
        assertThat(failedChecks(trusted)).containsExactlyInAnyOrder(HOSTNAME, SIGNATURE);
        assertThat(reason(untrusted)).isEqualTo(UNKNOWN_AUTHORITY);
        assertThat(failedChecks(untrusted)).containsExactlyInAnyOrder(HOSTNAME, TRUST, SIGNATURE);
    }

    @Test
    void chainOfAnotherNameIsVerifiedAllTheSame() {
        ChainReport report = PeerVerifier.examine(certificates(LEAF, ISSUING), "b.example", trusting(ROOT), NOW);

        assertThat(detail(report)).isEqualTo("certificate is for a.example (expected: b.example)");
        assertThat(report.verifiedChainExpiry()).isEqualTo(FAR);
        assertThat(report.verified()).isFalse();
    }

    @Test
    void newlineInANameDoesNotBreakTheMessage() {
        TestIdentity odd = CertificateRecipe.leaf("a\nb")
                .names("a.example")
                .validUntil(PAST)
                .signedBy(ROOT);

        assertThat(detail(PeerVerifier.examine(odd.chain(), "a.example", trusting(ROOT), NOW)))
                .startsWith("leaf CN=a\\nb expired");
    }

    @Test
    void certificatesBehindThoseThatAreSearchedAreReported() {
        List<X509Certificate> presented = new ArrayList<>(List.of(LEAF.certificate()));
        for (int i = 1; i < PathSearch.MAX_PRESENTED; i++) {
            presented.add(ca("Filler " + i).key(LEAF_KEYS).selfSigned().certificate());
        }
        presented.add(ISSUING.certificate());

        ChainReport report = PeerVerifier.examine(presented, "a.example", trusting(ROOT), NOW);

        assertThat(report.presented()).hasSize(PathSearch.MAX_PRESENTED + 1);
        assertThat(reason(report)).isEqualTo(UNKNOWN_AUTHORITY);
    }

    /** Five layers of three CAs each, every one signed by all three above: 3^5 ways, none of which ends. */
    @Test
    void mazeOfCrossSignedCertificatesIsLeftAfterBoundedWork() {
        KeyPair[] keys = Stream.generate(KeyKind.EC_P256::generate).limit(6).toArray(KeyPair[]::new);
        List<X509Certificate> maze = new ArrayList<>();
        TestIdentity above = ca("Layer 5").key(keys[5]).selfSigned();
        for (int layer = 4; layer >= 0; layer--) {
            for (int copy = 0; copy < 3; copy++) {
                maze.add(ca("Layer " + layer)
                        .key(keys[layer])
                        .validUntil(LATER.plusSeconds(copy))
                        .signedBy(above)
                        .certificate());
            }
            above = ca("Layer " + layer).key(keys[layer]).signedBy(above);
        }
        maze.add(0, leaf().signedBy(above).certificate());
        TrustAnchors none = trusting(OTHER_ROOT);

        List<CertificatePath> paths = PathSearch.paths(
                        maze.stream().map(ParsedCertificate::of).toList(), none, VerificationBudget.begin(() -> false))
                .paths();

        assertThat(paths).hasSizeLessThanOrEqualTo(PathSearch.MAX_PATHS);
        assertThat(reason(PeerVerifier.examine(maze, "a.example", none, NOW))).isEqualTo(UNKNOWN_AUTHORITY);
    }

    @Test
    void sameChainGivesTheSameReport() {
        List<X509Certificate> presented = certificates(LEAF, ISSUING, ROOT);

        assertThat(PeerVerifier.examine(presented, "a.example", trusting(ROOT), NOW))
                .isEqualTo(PeerVerifier.examine(presented, "a.example", trusting(ROOT), NOW));
    }

    @Test
    void timeIsWhatTheCallerSays() {
        Instant afterAll = FAR.plus(Duration.ofSeconds(1));

        assertThat(reason(PeerVerifier.examine(certificates(LEAF, ISSUING), "a.example", trusting(ROOT), afterAll)))
                .isEqualTo(CERTIFICATE_EXPIRED);
    }

    @Test
    void nothingPresentedIsAMistakeOfTheCaller() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PeerVerifier.examine(List.of(), "a.example", trusting(ROOT), NOW))
                .withMessage("presented: no certificate (expected: at least the leaf)");
    }
}
