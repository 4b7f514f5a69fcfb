package dev.websocketexporter.tls;

import dev.websocketexporter.tls.CertificateExtensions.MalformedExtensionException;
import dev.websocketexporter.tls.CertificatePath.Member;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.jspecify.annotations.Nullable;

/**
 * The rules of RFC 5280 §6.1 that a path to an anchor must keep, except for dates and strength of signatures. As in Go, they
 * hold for the anchor too; unlike in Go, self-issued certificates do not count for the path's length.
 *
 * <p>An extension that is critical is processed, or the path is refused (§4.2).
 */
final class PathRules {
    private static final Set<ASN1ObjectIdentifier> KNOWN = Set.of(
            Extension.basicConstraints,
            Extension.keyUsage,
            Extension.extendedKeyUsage,
            Extension.subjectAlternativeName,
            Extension.nameConstraints,
            Extension.certificatePolicies,
            Extension.policyMappings,
            Extension.policyConstraints,
            Extension.inhibitAnyPolicy,
            // Says where to ask for revocations, and restricts nothing.
            Extension.cRLDistributionPoints);

    /** For messages; RFC 5280 forbids that these are critical, and nothing here depends on them. */
    private static final Map<ASN1ObjectIdentifier, String> NEVER_CRITICAL = Map.of(
            Extension.subjectKeyIdentifier, "subjectKeyIdentifier",
            Extension.authorityKeyIdentifier, "authorityKeyIdentifier",
            Extension.authorityInfoAccess, "authorityInfoAccess",
            Extension.subjectInfoAccess, "subjectInfoAccess",
            Extension.issuerAlternativeName, "issuerAltName",
            Extension.freshestCRL, "freshestCRL");

    private PathRules() {}

    /** What is wrong, in one line; absent: nothing. */
    static @Nullable String firstBroken(CertificatePath path, VerificationBudget budget) {
        List<Member> members = path.members();
        int issuedBelow = 0;
        for (int i = 0; i < members.size(); i++) {
            Member member = members.get(i);
            String broken;
            try {
                broken = i == 0 ? brokenByAny(member) : brokenByIssuer(member, issuedBelow);
            } catch (MalformedExtensionException e) {
                broken = e.getMessage();
            }
            if (broken != null) {
                return member + ": " + broken;
            }
            issuedBelow += i > 0 && !member.certificate().isSelfIssued() ? 1 : 0;
        }
        String broken = PolicyRule.firstBroken(path);
        return broken == null ? NameConstraintRule.firstBroken(path, budget) : broken;
    }

    private static @Nullable String brokenByIssuer(Member member, int issuedBelow) throws MalformedExtensionException {
        CertificateExtensions extensions = member.certificate().extensions;
        BasicConstraints constraints = extensions.basicConstraints();
        boolean oldAnchor = member.certificate().version < 3 && member.place().equals("anchor");
        if (!oldAnchor && (constraints == null || !constraints.isCA())) {
            return "is no CA but issued a certificate (expected: basic constraints CA:TRUE)";
        }
        KeyUsage usage = extensions.keyUsage();
        if (usage != null && !usage.hasUsages(KeyUsage.keyCertSign)) {
            return "its key usage does not allow to issue certificates (expected: keyCertSign)";
        }
        if (constraints != null && constraints.getPathLenConstraint() != null) {
            int atMost = clamped(constraints);
            if (issuedBelow > atMost) {
                return "has " + issuedBelow + " CAs below it (expected: at most " + atMost + ", its path length)";
            }
        }
        return brokenByAny(member);
    }

    private static int clamped(BasicConstraints constraints) {
        return constraints
                .getPathLenConstraint()
                .min(BigInteger.valueOf(Integer.MAX_VALUE))
                .intValue();
    }

    private static @Nullable String brokenByAny(Member member) throws MalformedExtensionException {
        if (!member.certificate().flaws.isEmpty()) {
            return member.certificate().flaws.get(0);
        }
        CertificateExtensions extensions = member.certificate().extensions;
        if (!extensions.repeated().isEmpty()) {
            return "has the extension " + extensions.repeated().get(0) + " twice (expected: once)";
        }
        for (ASN1ObjectIdentifier kind : extensions.critical()) {
            if (!KNOWN.contains(kind)) {
                String name = NEVER_CRITICAL.get(kind);
                return "has the critical extension " + kind.getId()
                        + (name == null
                                ? " (expected: only known ones)"
                                : ", " + name + " (expected: not critical, since it is not processed)");
            }
        }
        // Read here so that a malformed one is reported with the certificate that has it.
        extensions.alternativeNames();
        extensions.nameConstraints();
        extensions.basicConstraints();
        extensions.keyUsage();
        extensions.policies();
        extensions.policyMappings();
        extensions.policyConstraints();
        extensions.inhibitAnyPolicy();
        extensions.readOthers();
        ExtendedKeyUsage usage = extensions.extendedKeyUsage();
        boolean forServers = usage == null
                || usage.hasKeyPurposeId(KeyPurposeId.id_kp_serverAuth)
                || usage.hasKeyPurposeId(KeyPurposeId.anyExtendedKeyUsage);
        return forServers ? null : "its extended key usage does not allow servers (expected: serverAuth)";
    }
}
