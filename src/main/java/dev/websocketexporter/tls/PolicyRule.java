package dev.websocketexporter.tls;

import dev.websocketexporter.tls.CertificateExtensions.MalformedExtensionException;
import dev.websocketexporter.tls.CertificatePath.Member;
import java.math.BigInteger;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.PolicyConstraints;
import org.jspecify.annotations.Nullable;

/**
 * The policies of a path (RFC 5280 §6.1). No policy is required of a server here; but a CA may require that there is one
 * which holds for the whole path below it.
 *
 * <p>The tree of the RFC is kept as the set of the policies that its lowest level expects: which of them are valid does not
 * matter as long as any may be.
 */
final class PolicyRule {
    private static final ASN1ObjectIdentifier ANY = new ASN1ObjectIdentifier("2.5.29.32.0");

    private int certificatesUntilExplicit;
    private int certificatesWithMapping;
    private int certificatesWithAny;
    /** Empty: none holds for the path so far. */
    private Set<ASN1ObjectIdentifier> expected = Set.of(ANY);

    private PolicyRule(int length) {
        certificatesUntilExplicit = length + 1;
        certificatesWithMapping = length + 1;
        certificatesWithAny = length + 1;
    }

    /** What is wrong, in one line; absent: nothing. The extensions of the path have been read before. */
    static @Nullable String firstBroken(CertificatePath path) {
        List<Member> members = path.members();
        PolicyRule rule = new PolicyRule(members.size() - 1);
        // The anchor's own policies are not checked (RFC 5280 §6.1).
        for (int i = members.size() - 2; i >= 0; i--) {
            String broken;
            try {
                broken = rule.check(members.get(i).certificate(), i == 0);
            } catch (MalformedExtensionException e) {
                broken = e.getMessage();
            }
            if (broken != null) {
                return members.get(i) + ": " + broken;
            }
        }
        return null;
    }

    private @Nullable String check(ParsedCertificate certificate, boolean leaf) throws MalformedExtensionException {
        expected = stillExpected(certificate, leaf);
        if (leaf) {
            certificatesUntilExplicit = Math.max(0, certificatesUntilExplicit - 1);
        }
        PolicyConstraints constraints = certificate.extensions.policyConstraints();
        boolean required = certificatesUntilExplicit == 0
                || (leaf
                        && constraints != null
                        && BigInteger.ZERO.equals(constraints.getRequireExplicitPolicyMapping()));
        if (required && expected.isEmpty()) {
            return "no certificate policy holds for the whole path (expected: one, as the policyConstraints of its"
                    + " issuers demand)";
        }
        return leaf ? null : prepareForNext(certificate, constraints);
    }

    private Set<ASN1ObjectIdentifier> stillExpected(ParsedCertificate certificate, boolean leaf)
            throws MalformedExtensionException {
        Set<ASN1ObjectIdentifier> policies = certificate.extensions.policies();
        if (policies == null) {
            return Set.of();
        }
        boolean anyCounts =
                policies.contains(ANY) && (certificatesWithAny > 0 || (!leaf && certificate.isSelfIssued()));
        if (anyCounts) {
            Set<ASN1ObjectIdentifier> all = new LinkedHashSet<>(expected);
            if (expected.contains(ANY)) {
                all.addAll(policies);
            }
            return all;
        }
        Set<ASN1ObjectIdentifier> both = new LinkedHashSet<>(policies);
        both.remove(ANY);
        if (!expected.contains(ANY)) {
            both.retainAll(expected);
        }
        return both;
    }

    private @Nullable String prepareForNext(ParsedCertificate certificate, @Nullable PolicyConstraints constraints)
            throws MalformedExtensionException {
        Map<ASN1ObjectIdentifier, Set<ASN1ObjectIdentifier>> mappings = certificate.extensions.policyMappings();
        if (mappings != null) {
            if (mappings.containsKey(ANY) || mappings.values().stream().anyMatch(to -> to.contains(ANY))) {
                return "its policyMappings map anyPolicy (expected: a certain policy)";
            }
            expected = mapped(mappings);
        }
        if (!certificate.isSelfIssued()) {
            certificatesUntilExplicit = Math.max(0, certificatesUntilExplicit - 1);
            certificatesWithMapping = Math.max(0, certificatesWithMapping - 1);
            certificatesWithAny = Math.max(0, certificatesWithAny - 1);
        }
        if (constraints != null) {
            certificatesUntilExplicit = lower(certificatesUntilExplicit, constraints.getRequireExplicitPolicyMapping());
            certificatesWithMapping = lower(certificatesWithMapping, constraints.getInhibitPolicyMapping());
        }
        certificatesWithAny = lower(certificatesWithAny, certificate.extensions.inhibitAnyPolicy());
        return null;
    }

    private Set<ASN1ObjectIdentifier> mapped(Map<ASN1ObjectIdentifier, Set<ASN1ObjectIdentifier>> mappings) {
        Set<ASN1ObjectIdentifier> after = new LinkedHashSet<>(expected);
        after.removeAll(mappings.keySet());
        if (certificatesWithMapping > 0) {
            mappings.forEach((from, to) -> {
                if (expected.contains(from) || expected.contains(ANY)) {
                    after.addAll(to);
                }
            });
        }
        return after;
    }

    private static int lower(int now, @Nullable BigInteger atMost) {
        return atMost == null
                ? now
                : atMost.max(BigInteger.ZERO).min(BigInteger.valueOf(now)).intValue();
    }
}
