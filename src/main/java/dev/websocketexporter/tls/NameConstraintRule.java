package dev.websocketexporter.tls;

import dev.websocketexporter.probe.value.Printable;
import dev.websocketexporter.tls.CertificateExtensions.MalformedExtensionException;
import dev.websocketexporter.tls.CertificatePath.Member;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1IA5String;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.Extension;
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

    /**
     * Kinds of names that no server is asked for: a CA that restricts them issues none here, unless its extension is not
     * critical, so that what is not processed of it is ignored (§4.2).
     */
    private static final Set<Integer> NOT_JUDGED =
            Set.of(GeneralName.otherName, GeneralName.x400Address, GeneralName.ediPartyName, GeneralName.registeredID);

    /** For directory names and URIs. */
    private final PKIXNameConstraintValidator validator = new PKIXNameConstraintValidator();

    private final DnsConstraints dns = new DnsConstraints();
    private final MailConstraints mail = new MailConstraints();
    private final NetworkConstraints networks = new NetworkConstraints();
    private final Set<Integer> constrainedKinds = new HashSet<>();
    private final VerificationBudget budget;
    private boolean noDirectoryName;
    private int constraintCount;
    private long comparisons;

    private NameConstraintRule(VerificationBudget budget) {
        this.budget = budget;
    }

    /** What is wrong, in one line; absent: nothing. The extensions of the path have been read before. */
    static @Nullable String firstBroken(CertificatePath path, VerificationBudget budget) {
        return new NameConstraintRule(budget).check(path.members());
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
            } catch (CancellationException e) {
                throw e;
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
        if (!certificate.extensions.hasAlternativeNames()) {
            refuse(brokenMailOfSubject(subject));
        }
        for (GeneralName name : names) {
            if (budget.isSpent()) {
                throw new NameConstraintValidatorException(
                        "not all were compared within the limit of " + VerificationBudget.limit());
            }
            checkName(name);
        }
    }

    private void checkName(GeneralName name) throws NameConstraintValidatorException {
        int kind = name.getTagNo();
        if (NOT_JUDGED.contains(kind)) {
            refuse(
                    constrainedKinds.contains(kind)
                            ? "a name of the kind " + kind + " of GeneralName is not judged"
                            : null);
            return;
        }
        if (kind == GeneralName.directoryName && noDirectoryName) {
            throw new NameConstraintValidatorException("every directory name is excluded");
        }
        switch (kind) {
            case GeneralName.dNSName -> refuse(dns.broken(SubtreeForm.text(name)));
            case GeneralName.rfc822Name -> refuse(mail.broken(SubtreeForm.text(name)));
            case GeneralName.iPAddress -> refuse(networks.broken(SubtreeForm.octets(name)));
            default -> {
                validator.checkPermitted(name);
                validator.checkExcluded(name);
            }
        }
    }

    /** §4.2.1.10: without alternative names, the addresses of mail in the subject count. */
    private @Nullable String brokenMailOfSubject(X500Name subject) {
        if (mail.areNone()) {
            return null;
        }
        for (RDN rdn : subject.getRDNs(BCStyle.EmailAddress)) {
            for (AttributeTypeAndValue attribute : rdn.getTypesAndValues()) {
                if (!attribute.getType().equals(BCStyle.EmailAddress)) {
                    continue;
                }
                String broken = attribute.getValue() instanceof ASN1IA5String text
                        ? mail.brokenInSubject(text.getString())
                        : "the mail address in the subject is malformed (expected: an IA5String)";
                if (broken != null) {
                    return broken;
                }
            }
        }
        return null;
    }

    private static void refuse(@Nullable String broken) throws NameConstraintValidatorException {
        if (broken != null) {
            throw new NameConstraintValidatorException(broken);
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
        if (permitted.length + excluded.length == 0) {
            throw new NameConstraintValidatorException("the extension is empty (expected: a constraint)");
        }
        for (GeneralSubtree subtree : permitted) {
            SubtreeForm.check(subtree);
        }
        for (GeneralSubtree subtree : excluded) {
            SubtreeForm.check(subtree);
            exclude(subtree);
        }
        permit(permitted);
        if (certificate.extensions.critical().contains(Extension.nameConstraints)) {
            Stream.of(permitted, excluded)
                    .flatMap(Arrays::stream)
                    .forEach(subtree -> constrainedKinds.add(subtree.getBase().getTagNo()));
        }
    }

    private void exclude(GeneralSubtree subtree) {
        GeneralName base = subtree.getBase();
        switch (base.getTagNo()) {
            case GeneralName.dNSName -> dns.exclude(SubtreeForm.text(base));
            case GeneralName.rfc822Name -> mail.exclude(SubtreeForm.text(base));
            case GeneralName.iPAddress -> networks.exclude(SubtreeForm.octets(base));
            default -> {
                if (SubtreeForm.isEveryDirectoryName(base)) {
                    noDirectoryName = true;
                } else if (!NOT_JUDGED.contains(base.getTagNo())) {
                    validator.addExcludedSubtree(subtree);
                }
            }
        }
    }

    private void permit(GeneralSubtree[] permitted) {
        List<String> names = new ArrayList<>();
        List<String> addresses = new ArrayList<>();
        List<byte[]> ranges = new ArrayList<>();
        List<GeneralSubtree> others = new ArrayList<>();
        boolean everyDirectoryName =
                Arrays.stream(permitted).anyMatch(subtree -> SubtreeForm.isEveryDirectoryName(subtree.getBase()));
        for (GeneralSubtree subtree : permitted) {
            GeneralName base = subtree.getBase();
            int kind = base.getTagNo();
            switch (kind) {
                case GeneralName.dNSName -> names.add(SubtreeForm.text(base));
                case GeneralName.rfc822Name -> addresses.add(SubtreeForm.text(base));
                case GeneralName.iPAddress -> ranges.add(SubtreeForm.octets(base));
                default -> {
                    if (!NOT_JUDGED.contains(kind) && (kind != GeneralName.directoryName || !everyDirectoryName)) {
                        others.add(subtree);
                    }
                }
            }
        }
        if (!names.isEmpty()) {
            dns.permit(names);
        }
        if (!addresses.isEmpty()) {
            mail.permit(addresses);
        }
        if (!ranges.isEmpty()) {
            networks.permit(ranges);
        }
        if (!others.isEmpty()) {
            validator.intersectPermittedSubtree(others.toArray(new GeneralSubtree[0]));
        }
    }

    private static GeneralSubtree[] orNone(GeneralSubtree @Nullable [] subtrees) {
        return subtrees == null ? new GeneralSubtree[0] : subtrees;
    }
}
