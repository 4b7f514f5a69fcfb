package dev.websocketexporter.tls;

import dev.websocketexporter.probe.value.Printable;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.ASN1InputStream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.BERTags;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.TBSCertList;
import org.bouncycastle.util.encoders.Hex;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads a revocation list (RFC 5280 §5.1): its signature first, so that only the issuer can give work with its entries, which
 * are read one by one and not kept.
 */
public final class CrlReader {
    /** How much memory reading takes at its peak, in parts of the list's own size. */
    public static final int TIMES_ITS_SIZE = 5;

    private static final String PEM_LABEL = "X509 CRL";

    private static final int PARTS = 3;
    private static final int SIGNED_PARTS = 7;

    /** A name, an algorithm or a signature takes far less. */
    private static final int MOST_UNVERIFIED_BYTES = 16 * 1024;

    /** What a critical extension of a list or an entry may be here (§5.2, §5.3). */
    private static final Set<ASN1ObjectIdentifier> KNOWN = Set.of(
            Extension.authorityKeyIdentifier,
            Extension.cRLNumber,
            Extension.issuingDistributionPoint,
            Extension.reasonCode,
            Extension.invalidityDate);

    private CrlReader() {}

    /**
     * What came of reading one.
     *
     * @param list absent when it cannot be used
     * @param flaw why it cannot, in one line; absent when it can
     */
    public record Reading(
            @Nullable RevocationList list, @Nullable String flaw) {}

    /**
     * Reads a list in DER or PEM, and verifies it. Takes a second or two for a large one.
     *
     * @param crl as it came
     * @param issuer who must have signed it
     */
    public static Reading read(byte[] crl, CrlSource.Issuer issuer) {
        try {
            return new Reading(verified(der(crl), issuer), null);
        } catch (UnusableException e) {
            return new Reading(null, e.getMessage());
        } catch (IOException | RuntimeException e) {
            // A stranger chose the bytes: whatever a library throws, they are no list.
            return new Reading(null, "it is no revocation list: it cannot be read");
        }
    }

    /** RFC 7468 §6; browsers and openssl are given both forms. */
    private static byte[] der(byte[] crl) throws IOException, UnusableException {
        if (crl.length > 0 && crl[0] == DerParts.SEQUENCE) {
            return crl;
        }
        try (PemReader reader =
                new PemReader(new InputStreamReader(new ByteArrayInputStream(crl), StandardCharsets.ISO_8859_1))) {
            PemObject object = reader.readPemObject();
            if (object == null || !object.getType().equals(PEM_LABEL)) {
                throw new UnusableException("it is no revocation list (expected: DER, or PEM with " + PEM_LABEL + ")");
            }
            return object.getContent();
        }
    }

    private static RevocationList verified(byte[] der, CrlSource.Issuer issuer) throws IOException, UnusableException {
        if (DerParts.length(der) < der.length) {
            throw new UnusableException("bytes follow it (expected: nothing)");
        }
        byte[] signed = DerParts.part(der, 0, PARTS);
        X500Name name = name(signed);
        if (!NameKey.of(name).canonical().equals(issuer.name())) {
            throw new UnusableException("it is of " + Printable.excerpt(GoName.format(name)) + " (expected: of "
                    + issuer.words() + ", the certificate's issuer)");
        }
        if (!issuer.signsLists()) {
            throw new UnusableException(
                    "the key usage of " + issuer.words() + " does not allow to sign it (expected: cRLSign)");
        }
        AlgorithmIdentifier algorithm = AlgorithmIdentifier.getInstance(small(DerParts.part(der, 1, PARTS)));
        CertificateSignature signature = new CertificateSignature(
                signed,
                algorithm,
                algorithm,
                ASN1BitString.getInstance(small(DerParts.part(der, 2, PARTS))).getOctets());
        if (signature.isWeak()) {
            throw new UnusableException(
                    "it is signed with " + signature.algorithmName() + " (expected: SHA-256 or better)");
        }
        if (!signature.isMadeWith(SubjectPublicKeyInfo.getInstance(Hex.decode(issuer.key())))) {
            throw new UnusableException("its signature is not by the key of " + issuer.words());
        }
        TBSCertList list = TBSCertList.getInstance(lazily(signed));
        if (!list.getSignature().equals(algorithm)) {
            throw new UnusableException("it names another algorithm inside than outside of its signed part");
        }
        return complete(list);
    }

    /** The issuer: what follows the version, which may be left out, and the algorithm. */
    private static X500Name name(byte[] signed) throws IOException {
        boolean versioned = DerParts.part(signed, 0, SIGNED_PARTS)[0] == BERTags.INTEGER;
        return X500Name.getInstance(small(DerParts.part(signed, versioned ? 2 : 1, SIGNED_PARTS)));
    }

    /** Of what a stranger may have made, only what cannot be large is read before the signature is verified. */
    private static byte[] small(byte[] part) throws IOException {
        if (part.length > MOST_UNVERIFIED_BYTES) {
            throw new IOException("a part that is too large");
        }
        return part;
    }

    /** Of a large one, the whole tree of objects would take many times as much memory. */
    private static ASN1Primitive lazily(byte[] der) throws IOException {
        try (ASN1InputStream stream = new ASN1InputStream(der, true)) {
            return Objects.requireNonNull(stream.readObject(), "empty");
        }
    }

    private static RevocationList complete(TBSCertList list) throws UnusableException {
        Extensions extensions = list.getExtensions();
        if (has(extensions, Extension.deltaCRLIndicator)) {
            throw new UnusableException("it is a delta of another list (expected: a complete one)");
        }
        List<String> names = scope(extensions);
        refuseUnknown(extensions);
        if (list.getNextUpdate() == null) {
            throw new UnusableException("it names no next update (expected: one, RFC 5280 §5.1.2.5)");
        }
        List<byte[]> rows = new ArrayList<>();
        for (Enumeration<?> entries = list.getRevokedCertificateEnumeration(); entries.hasMoreElements(); ) {
            rows.add(row((TBSCertList.CRLEntry) entries.nextElement()));
        }
        return new RevocationList(
                Asn1Time.of(list.getThisUpdate()), Asn1Time.of(list.getNextUpdate()), names, RevokedSerials.of(rows));
    }

    /** The names of the part of the certificates that it is for (§5.2.5); empty: for all. */
    private static List<String> scope(@Nullable Extensions extensions) throws UnusableException {
        if (!has(extensions, Extension.issuingDistributionPoint)) {
            return List.of();
        }
        IssuingDistributionPoint scope = IssuingDistributionPoint.getInstance(
                Objects.requireNonNull(extensions).getExtensionParsedValue(Extension.issuingDistributionPoint));
        if (scope.isIndirectCRL()) {
            throw new UnusableException("it is an indirect one (expected: of the certificate's issuer alone)");
        }
        if (scope.onlyContainsCACerts() || scope.onlyContainsAttributeCerts()) {
            throw new UnusableException("it is not for certificates of servers (expected: for these, too)");
        }
        if (scope.getOnlySomeReasons() != null) {
            throw new UnusableException("it has some reasons only (expected: all of them)");
        }
        DistributionPointName name = scope.getDistributionPoint();
        if (name == null) {
            return List.of();
        }
        if (name.getType() != DistributionPointName.FULL_NAME) {
            throw new UnusableException("its distribution point has no full name (expected: a URL)");
        }
        return CrlSource.names(GeneralNames.getInstance(name.getName()).getNames());
    }

    private static byte[] row(TBSCertList.CRLEntry entry) throws UnusableException {
        Integer reason = null;
        if (entry.hasExtensions()) {
            Extensions extensions = entry.getExtensions();
            refuseUnknown(extensions);
            if (has(extensions, Extension.reasonCode)) {
                reason = CRLReason.getInstance(extensions.getExtensionParsedValue(Extension.reasonCode))
                        .getValue()
                        .intValueExact();
            }
        }
        return RevokedSerials.row(
                entry.getUserCertificate().getValue(), Asn1Time.of(entry.getRevocationDate()), reason);
    }

    private static boolean has(@Nullable Extensions extensions, ASN1ObjectIdentifier kind) {
        return extensions != null && extensions.getExtension(kind) != null;
    }

    private static void refuseUnknown(@Nullable Extensions extensions) throws UnusableException {
        if (extensions == null) {
            return;
        }
        for (ASN1ObjectIdentifier kind : extensions.getCriticalExtensionOIDs()) {
            if (!KNOWN.contains(kind)) {
                throw new UnusableException(
                        "it has the critical extension " + kind.getId() + " (expected: only known ones)");
            }
        }
    }

    /** A list cannot be used; the message is one line. */
    private static final class UnusableException extends Exception {
        private static final long serialVersionUID = 1L;

        UnusableException(String message) {
            super(message);
        }
    }
}
