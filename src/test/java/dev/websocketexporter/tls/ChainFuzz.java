package dev.websocketexporter.tls;

import dev.websocketexporter.fuzz.Bounds;
import dev.websocketexporter.fuzz.Expect;
import dev.websocketexporter.probe.report.ChainReport;
import dev.websocketexporter.probe.report.ChainReport.CertificateCheck;
import dev.websocketexporter.probe.report.Failure;
import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a peer presents as certificates: it is reported, whatever it is; and no leaf is trusted whose signed part nobody has
 * signed. The first byte chooses the name that was asked for; each certificate has two bytes of length before it.
 */
public final class ChainFuzz {
    private static final Bounds BOUNDS = new Bounds(Duration.ofMillis(300), 64 << 20);
    private static final String[] NAMES = {"a.example", "127.0.0.1", "x.b.example", "::1"};
    private static final int LONGEST_DETAIL = 4_000;

    private ChainFuzz() {}

    /** For the fuzzer. */
    public static void fuzzerTestOneInput(byte[] data) {
        if (data.length > 3) {
            BOUNDS.hold(data, ChainFuzz::play);
        }
    }

    private static void play(byte[] data) {
        ChainReport report = examined(data);
        Failure fault = report.fault();
        if (fault != null) {
            Expect.line(fault.detail(), LONGEST_DETAIL);
        }
        boolean trusted = Boolean.TRUE.equals(report.checks().get(CertificateCheck.TRUST));
        Expect.that(fault != null || trusted, "no fault in a chain that is not trusted");
        Expect.that(
                !trusted || FuzzIdentities.hasIssued(certificates(data).get(0)),
                "a leaf is trusted that nobody signed");
        if ((Arrays.hashCode(data) & 15) == 0) {
            Expect.equal(examined(data), report, "the second time");
        }
    }

    private static ChainReport examined(byte[] data) {
        List<X509Certificate> presented = new ArrayList<>();
        certificates(data).forEach(der -> presented.add(new RawCertificate(der)));
        return PeerVerification.of(
                        new PeerCertificates(presented, null),
                        NAMES[data[0] & 3],
                        FuzzIdentities.ANCHORS,
                        FuzzIdentities.NOW,
                        VerificationBudget.begin(() -> false))
                .chain();
    }

    /** At least one; the last one has what is there. */
    private static List<byte[]> certificates(byte[] data) {
        List<byte[]> all = new ArrayList<>();
        ByteBuffer in = ByteBuffer.wrap(data, 1, data.length - 1);
        while (in.remaining() >= 2) {
            byte[] der = new byte[Math.min(in.getShort() & 0xffff, in.remaining())];
            in.get(der);
            all.add(der);
        }
        return all;
    }
}
