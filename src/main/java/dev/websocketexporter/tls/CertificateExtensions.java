package dev.websocketexporter.tls;

import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.bouncycastle.asn1.ASN1Boolean;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.CertificatePolicies;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.PolicyConstraints;
import org.bouncycastle.asn1.x509.PolicyInformation;
import org.bouncycastle.asn1.x509.PolicyQualifierId;
import org.bouncycastle.asn1.x509.PolicyQualifierInfo;
import org.jspecify.annotations.Nullable;

/** The extensions of a certificate (RFC 5280 §4.2), each read when it is asked for. */
final class CertificateExtensions {
    /** First byte of the extensions in TBSCertificate: constructed, tag [3]. */
    private static final byte EXTENSIONS = (byte) 0xa3;

    private static final Set<ASN1ObjectIdentifier> KNOWN_QUALIFIERS =
            Set.of(PolicyQualifierId.id_qt_cps, PolicyQualifierId.id_qt_unotice);

    private final Map<ASN1ObjectIdentifier, Value> values = new LinkedHashMap<>();
    private final List<String> repeated = new ArrayList<>();

    private record Value(boolean critical, ASN1OctetString der) {}

    private CertificateExtensions() {}

    /**
     * Reads the list of them; what cannot be read is a flaw of the signed part.
     *
     * @param from the first part that may be the extensions
     */
    static CertificateExtensions of(LenientParts signed, int from) {
        CertificateExtensions extensions = new CertificateExtensions();
        for (int i = from; i < signed.count(); i++) {
            if (signed.part(i)[0] == EXTENSIONS) {
                signed.read(i, "its extensions", part -> extensions.addAll(part, signed), extensions);
            }
        }
        return extensions;
    }

    private CertificateExtensions addAll(byte[] tagged, LenientParts signed) {
        LenientParts list =
                LenientParts.of(DerParts.of(tagged, EXTENSIONS & 0xff).get(0), "the list of its extensions");
        for (int i = 0; i < list.count(); i++) {
            list.read(i, "its extension " + (i + 1), LenientParts.parsed(this::add), this);
        }
        list.flaws().forEach(signed::flaw);
        return this;
    }

    private CertificateExtensions add(ASN1Primitive der) {
        ASN1Sequence extension = ASN1Sequence.getInstance(der);
        ASN1ObjectIdentifier kind = ASN1ObjectIdentifier.getInstance(extension.getObjectAt(0));
        boolean critical = extension.size() > 2
                && ASN1Boolean.getInstance(extension.getObjectAt(1)).isTrue();
        ASN1OctetString value = ASN1OctetString.getInstance(extension.getObjectAt(extension.size() - 1));
        if (values.putIfAbsent(kind, new Value(critical, value)) != null) {
            repeated.add(kind.getId());
        }
        return this;
    }

    boolean isPresent() {
        return !values.isEmpty();
    }

    /** RFC 5280 §4.2: none may stand there twice. */
    List<String> repeated() {
        return List.copyOf(repeated);
    }

    List<ASN1ObjectIdentifier> critical() {
        return values.entrySet().stream()
                .filter(entry -> entry.getValue().critical())
                .map(Map.Entry::getKey)
                .toList();
    }

    @Nullable
    BasicConstraints basicConstraints() throws MalformedExtensionException {
        return read(Extension.basicConstraints, BasicConstraints::getInstance);
    }

    @Nullable
    KeyUsage keyUsage() throws MalformedExtensionException {
        return read(Extension.keyUsage, KeyUsage::getInstance);
    }

    @Nullable
    ExtendedKeyUsage extendedKeyUsage() throws MalformedExtensionException {
        return read(Extension.extendedKeyUsage, ExtendedKeyUsage::getInstance);
    }

    @Nullable
    NameConstraints nameConstraints() throws MalformedExtensionException {
        return read(Extension.nameConstraints, value -> {
            for (ASN1Encodable subtrees : ASN1Sequence.getInstance(value)) {
                ASN1Sequence.getInstance(ASN1TaggedObject.getInstance(subtrees), false)
                        .forEach(CertificateExtensions::refuseWrittenDefault);
            }
            return NameConstraints.getInstance(value);
        });
    }

    /** X.690 §11.5: what counts without being there is not written out. The library does not show whether it was. */
    private static void refuseWrittenDefault(ASN1Encodable der) {
        ASN1Sequence subtree = ASN1Sequence.getInstance(der);
        if (subtree.size() > 1) {
            ASN1TaggedObject bound = ASN1TaggedObject.getInstance(subtree.getObjectAt(1));
            if (bound.getTagNo() == 0 && ASN1Integer.getInstance(bound, false).hasValue(0)) {
                throw new IllegalArgumentException("a minimum of 0 is written out (expected: none)");
            }
        }
    }

    /**
     * The policies (§4.2.1.4), without their qualifiers, which only people read; absent: it has none. In a critical extension
     * there may be none but those two that the RFC defines.
     */
    @Nullable
    Set<ASN1ObjectIdentifier> policies() throws MalformedExtensionException {
        return read(Extension.certificatePolicies, value -> {
            Set<ASN1ObjectIdentifier> policies = new LinkedHashSet<>();
            for (PolicyInformation policy :
                    CertificatePolicies.getInstance(value).getPolicyInformation()) {
                if (!policies.add(policy.getPolicyIdentifier())) {
                    throw new IllegalArgumentException("a policy stands there twice");
                }
                if (critical().contains(Extension.certificatePolicies) && hasUnknownQualifier(policy)) {
                    throw new IllegalArgumentException("a policy has a qualifier that is not known here");
                }
            }
            return policies;
        });
    }

    private static boolean hasUnknownQualifier(PolicyInformation policy) {
        ASN1Sequence qualifiers = policy.getPolicyQualifiers();
        for (int i = 0; qualifiers != null && i < qualifiers.size(); i++) {
            PolicyQualifierInfo qualifier = PolicyQualifierInfo.getInstance(qualifiers.getObjectAt(i));
            if (!KNOWN_QUALIFIERS.contains(qualifier.getPolicyQualifierId())) {
                return true;
            }
        }
        return false;
    }

    /** Of each policy of the issuer, the equivalents for its subject (§4.2.1.5); absent: it maps none. */
    @Nullable
    Map<ASN1ObjectIdentifier, Set<ASN1ObjectIdentifier>> policyMappings() throws MalformedExtensionException {
        return read(Extension.policyMappings, value -> {
            Map<ASN1ObjectIdentifier, Set<ASN1ObjectIdentifier>> mappings = new LinkedHashMap<>();
            for (ASN1Encodable each : ASN1Sequence.getInstance(value)) {
                ASN1Sequence pair = ASN1Sequence.getInstance(each);
                mappings.computeIfAbsent(
                                ASN1ObjectIdentifier.getInstance(pair.getObjectAt(0)), none -> new LinkedHashSet<>())
                        .add(ASN1ObjectIdentifier.getInstance(pair.getObjectAt(1)));
            }
            return mappings;
        });
    }

    @Nullable
    PolicyConstraints policyConstraints() throws MalformedExtensionException {
        return read(Extension.policyConstraints, PolicyConstraints::getInstance);
    }

    /** How many more certificates the policy anyPolicy stands for all others in (§4.2.1.14). */
    @Nullable
    BigInteger inhibitAnyPolicy() throws MalformedExtensionException {
        return read(
                Extension.inhibitAnyPolicy,
                value -> ASN1Integer.getInstance(value).getValue());
    }

    /** Where the issuer says which of its certificates are revoked (§4.2.1.13); empty when it does not say. */
    List<DistributionPoint> distributionPoints() throws MalformedExtensionException {
        List<DistributionPoint> points = read(
                Extension.cRLDistributionPoints,
                value -> List.of(CRLDistPoint.getInstance(value).getDistributionPoints()));
        return points == null ? List.of() : points;
    }

    /** Reads those that decide nothing here: other clients refuse a certificate in which they are malformed. */
    void readOthers() throws MalformedExtensionException {
        read(Extension.subjectKeyIdentifier, ASN1OctetString::getInstance);
        read(Extension.authorityKeyIdentifier, AuthorityKeyIdentifier::getInstance);
        read(Extension.cRLDistributionPoints, ASN1Sequence::getInstance);
        List<AccessDescription> unused = authorityInfoAccess();
    }

    /** Where to ask about the issuer (§4.2.2.1); empty when nothing is said of that. */
    List<AccessDescription> authorityInfoAccess() throws MalformedExtensionException {
        List<AccessDescription> places = read(Extension.authorityInfoAccess, value -> {
            List<AccessDescription> found = new ArrayList<>();
            ASN1Sequence.getInstance(value).forEach(place -> found.add(AccessDescription.getInstance(place)));
            return List.copyOf(found);
        });
        return places == null ? List.of() : places;
    }

    boolean hasAlternativeNames() {
        return values.containsKey(Extension.subjectAlternativeName);
    }

    /** Empty when there are none. */
    List<GeneralName> alternativeNames() throws MalformedExtensionException {
        List<GeneralName> names = read(Extension.subjectAlternativeName, CertificateExtensions::generalNames);
        return names == null ? List.of() : names;
    }

    private static List<GeneralName> generalNames(ASN1Primitive value) {
        List<GeneralName> names = new ArrayList<>();
        ASN1Sequence.getInstance(value).forEach(name -> names.add(GeneralName.getInstance(name)));
        return List.copyOf(names);
    }

    private <T> @Nullable T read(ASN1ObjectIdentifier kind, Function<ASN1Primitive, T> parser)
            throws MalformedExtensionException {
        Value value = values.get(kind);
        if (value == null) {
            return null;
        }
        try {
            // Of nothing, the library makes null, which would mean that there is no such extension.
            return parser.apply(Objects.requireNonNull(
                    ASN1Primitive.fromByteArray(value.der().getOctets()), "empty"));
        } catch (IOException | RuntimeException e) {
            throw new MalformedExtensionException(kind.getId(), e);
        }
    }

    /** An extension of a certificate cannot be read. */
    static final class MalformedExtensionException extends Exception {
        MalformedExtensionException(String oid, Throwable cause) {
            super("extension " + oid + " cannot be read", cause);
        }
    }
}
