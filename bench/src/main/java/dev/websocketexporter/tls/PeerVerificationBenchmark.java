package dev.websocketexporter.tls;

import dev.websocketexporter.probe.report.ChainReport;
import dev.websocketexporter.testkit.CertificateRecipe;
import dev.websocketexporter.testkit.KeyKind;
import dev.websocketexporter.testkit.TestIdentity;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A chain of leaf and intermediate, judged before its root. Run by {@code bench/jmh}. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class PeerVerificationBenchmark {
    private static final Instant NOW = Instant.parse("2026-11-21T00:00:00Z");

    /** Of all three certificates. */
    @Param({"EC_P256", "RSA_2048"})
    public KeyKind key = KeyKind.EC_P256;

    private List<X509Certificate> chain = List.of();
    private TrustAnchors anchors = TrustAnchors.none();

    @Setup
    public void make() throws CertificateException {
        TestIdentity root = CertificateRecipe.ca("Root").key(key).selfSigned();
        TestIdentity issuing = CertificateRecipe.ca("Issuing CA").key(key).signedBy(root);
        chain = CertificateRecipe.leaf("a.example").key(key).signedBy(issuing).chain();
        anchors = TrustAnchors.parse(root.certificatePem(), "root");
    }

    @Benchmark
    public ChainReport examine() {
        return PeerVerifier.examine(chain, "a.example", anchors, NOW);
    }
}
