package dev.websocketexporter.tls;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.bouncycastle.asn1.ASN1Boolean;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.jspecify.annotations.Nullable;

/** The extensions of a certificate (RFC 5280 §4.2), each read when it is asked for. */
final class CertificateExtensions {
    /** Tag of the extensions in TBSCertificate. */
    private static final int EXTENSIONS = 3;

    private final Map<ASN1ObjectIdentifier, Value> values = new LinkedHashMap<>();
    private final List<String> repeated = new ArrayList<>();

    private record Value(boolean critical, ASN1OctetString der) {}

    private CertificateExtensions() {}

    static CertificateExtensions of(ASN1Sequence signed, int from) {
        CertificateExtensions extensions = new CertificateExtensions();
        for (int i = from; i < signed.size(); i++) {
            if (signed.getObjectAt(i) instanceof ASN1TaggedObject tagged && tagged.getTagNo() == EXTENSIONS) {
                ASN1Sequence list = ASN1Sequence.getInstance(tagged, true);
                list.forEach(extension -> extensions.add(ASN1Sequence.getInstance(extension)));
            }
        }
        return extensions;
    }

    private void add(ASN1Sequence extension) {
        ASN1ObjectIdentifier kind = ASN1ObjectIdentifier.getInstance(extension.getObjectAt(0));
        boolean critical = extension.size() > 2
                && ASN1Boolean.getInstance(extension.getObjectAt(1)).isTrue();
        ASN1OctetString der = ASN1OctetString.getInstance(extension.getObjectAt(extension.size() - 1));
        if (values.putIfAbsent(kind, new Value(critical, der)) != null) {
            repeated.add(kind.getId());
        }
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
        return read(Extension.nameConstraints, NameConstraints::getInstance);
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
            return parser.apply(ASN1Primitive.fromByteArray(value.der().getOctets()));
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
