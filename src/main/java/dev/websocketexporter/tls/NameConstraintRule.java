package dev.websocketexporter.tls;

import dev.websocketexporter.probe.value.Printable;
import dev.websocketexporter.tls.CertificateExtensions.MalformedExtensionException;
import dev.websocketexporter.tls.CertificatePath.Member;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraintValidatorException;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.PKIXNameConstraintValidator;
import org.jspecify.annotations.Nullable;

/** RFC 5280 §4.2.1.10: the names that a CA on the path may issue certificates for. */
final class NameConstraintRule {
    /** Bounds the work: comparisons grow with constraints times names, and intersecting with the constraints' square. */
    private static final int MAX_CONSTRAINTS = 500;

    private static final int MAX_COMPARISONS = 250_000;

    private final PKIXNameConstraintValidator validator = new PKIXNameConstraintValidator();
    private int constraintCount;
    private long comparisons;

    private NameConstraintRule() {}

    /** What is wrong, in one line; absent: nothing. The extensions of the path have been read before. */
    static @Nullable String firstBroken(CertificatePath path) {
        return new NameConstraintRule().check(path.members());
    }

    private @Nullable String check(List<Member> members) {
        for (int i = members.size() - 1; i >= 0; i--) {
            Member member = members.get(i);
            boolean bound =
                    constraintCount > 0 && (i == 0 || !member.certificate().isSelfIssued());
            try {
                if (bound) {
                    checkNames(member.certificate());
                }
                if (i > 0) {
                    addConstraints(member.certificate());
                }
            } catch (NameConstraintValidatorException | MalformedExtensionException e) {
                return member + ": violates the name constraints of its issuers: " + Printable.excerpt(e);
            } catch (RuntimeException e) {
                return member + ": its name constraints cannot be judged: " + Printable.excerpt(e);
            }
        }
        return null;
    }

    private void checkNames(ParsedCertificate certificate)
            throws NameConstraintValidatorException, MalformedExtensionException {
        List<GeneralName> names = new ArrayList<>(certificate.extensions.alternativeNames());
        X500Name subject = certificate.subject;
        if (subject.getRDNs().length > 0) {
            names.add(new GeneralName(subject));
        }
        comparisons += (long) names.size() * constraintCount;
        if (comparisons > MAX_COMPARISONS) {
            throw new NameConstraintValidatorException("too many names and constraints to compare");
        }
        for (GeneralName name : names) {
            validator.checkPermitted(name);
            validator.checkExcluded(name);
        }
    }

    private void addConstraints(ParsedCertificate certificate)
            throws NameConstraintValidatorException, MalformedExtensionException {
        NameConstraints constraints = certificate.extensions.nameConstraints();
        if (constraints == null) {
            return;
        }
        GeneralSubtree[] permitted = orNone(constraints.getPermittedSubtrees());
        GeneralSubtree[] excluded = orNone(constraints.getExcludedSubtrees());
        constraintCount += permitted.length + excluded.length;
        if (constraintCount > MAX_CONSTRAINTS) {
            throw new NameConstraintValidatorException(
                    constraintCount + " constraints (expected: at most " + MAX_CONSTRAINTS + ")");
        }
        if (permitted.length > 0) {
            validator.intersectPermittedSubtree(permitted);
        }
        for (GeneralSubtree subtree : excluded) {
            validator.addExcludedSubtree(subtree);
        }
    }

    private static GeneralSubtree[] orNone(GeneralSubtree @Nullable [] subtrees) {
        return subtrees == null ? new GeneralSubtree[0] : subtrees;
    }
}
