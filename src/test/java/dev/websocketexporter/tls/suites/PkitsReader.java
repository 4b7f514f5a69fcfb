package dev.websocketexporter.tls.suites;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.cert.X509CertificateHolder;

/**
 * NIST's PKITS: a directory {@code certs} with {@code TrustAnchorRootCertificate.crt}. Each {@code *EE.crt} in it is a case,
 * with the settings of a client of servers: any policy, none required. The peer presents the certificates whose names or key
 * identifiers lead up from there.
 */
final class PkitsReader implements SuiteReader {
    private static final String ANCHOR = "TrustAnchorRootCertificate.crt";

    /** All are valid from 2010 to 2030, except those whose dates are the fault. */
    private static final Instant NOW = Instant.parse("2020-01-01T00:00:00Z");

    /** Of the cases whose names do not say it, those which must be refused when any policy will do. */
    private static final Set<String> UNNAMED_REFUSALS = Set.of(
            "DifferentPoliciesTest4",
            "DifferentPoliciesTest5",
            "DifferentPoliciesTest7",
            "DifferentPoliciesTest8",
            "DifferentPoliciesTest9",
            "DifferentPoliciesTest12");

    @Override
    public String suite() {
        return "pkits";
    }

    @Override
    public List<SuiteCase> cases(List<Path> files) throws IOException {
        for (Path file : files) {
            if (file.getFileName().toString().equals(ANCHOR)) {
                return read(file.resolveSibling(""));
            }
        }
        return List.of();
    }

    private static List<SuiteCase> read(Path certs) throws IOException {
        Map<String, X509CertificateHolder> all = new LinkedHashMap<>();
        try (var files = Files.list(certs)) {
            for (Path file : files.filter(each -> each.toString().endsWith(".crt"))
                    .sorted()
                    .toList()) {
                all.put(
                        file.getFileName().toString().replace(".crt", ""),
                        new X509CertificateHolder(Files.readAllBytes(file)));
            }
        }
        byte[] anchor = Files.readAllBytes(certs.resolve(ANCHOR));
        List<SuiteCase> cases = new ArrayList<>();
        for (Map.Entry<String, X509CertificateHolder> each : all.entrySet()) {
            if (!each.getKey().endsWith("EE")) {
                continue;
            }
            String name = each.getKey().replaceAll("EE$", "");
            boolean acceptable = !name.startsWith("Invalid") && !UNNAMED_REFUSALS.contains(name);
            cases.add(new SuiteCase(
                    name,
                    Set.of(),
                    acceptable,
                    new PresentedChain(presented(each.getValue(), all, anchor), List.of(anchor), null, NOW, null)));
        }
        return cases;
    }

    private static List<byte[]> presented(
            X509CertificateHolder leaf, Map<String, X509CertificateHolder> all, byte[] anchor) throws IOException {
        Set<X509CertificateHolder> found = new LinkedHashSet<>(Set.of(leaf));
        Deque<X509CertificateHolder> open = new ArrayDeque<>(found);
        while (!open.isEmpty()) {
            X509CertificateHolder next = open.removeFirst();
            all.entrySet().stream()
                    .filter(each -> !each.getKey().endsWith("EE") && mayHaveIssued(each.getValue(), next))
                    .map(Map.Entry::getValue)
                    .filter(found::add)
                    .forEach(open::add);
        }
        List<byte[]> der = new ArrayList<>();
        for (X509CertificateHolder each : found) {
            if (!Arrays.equals(each.getEncoded(), anchor)) {
                der.add(each.getEncoded());
            }
        }
        return der;
    }

    private static boolean mayHaveIssued(X509CertificateHolder issuer, X509CertificateHolder subject) {
        SubjectKeyIdentifier own = SubjectKeyIdentifier.fromExtensions(issuer.getExtensions());
        AuthorityKeyIdentifier wanted = AuthorityKeyIdentifier.fromExtensions(subject.getExtensions());
        return issuer.getSubject().equals(subject.getIssuer())
                || (own != null
                        && wanted != null
                        && Arrays.equals(own.getKeyIdentifier(), wanted.getKeyIdentifierOctets()));
    }
}
