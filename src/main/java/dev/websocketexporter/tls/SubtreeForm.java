package dev.websocketexporter.tls;

import dev.websocketexporter.probe.value.Printable;
import java.math.BigInteger;
import org.bouncycastle.asn1.ASN1IA5String;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;

/** The forms that RFC 5280 §4.2.1.10 allows for a constraint. One that has none restricts nothing, so it is refused. */
final class SubtreeForm {
    private SubtreeForm() {}

    /** @throws IllegalArgumentException with one line, when it is malformed */
    static void check(GeneralSubtree subtree) {
        if (subtree.getMaximum() != null || !BigInteger.ZERO.equals(subtree.getMinimum())) {
            throw new IllegalArgumentException(
                    "a constraint has a minimum or a maximum (expected: neither, RFC 5280 §4.2.1.10)");
        }
        GeneralName base = subtree.getBase();
        switch (base.getTagNo()) {
            case GeneralName.iPAddress ->
                checkNetwork(ASN1OctetString.getInstance(base.getName()).getOctets());
            case GeneralName.uniformResourceIdentifier -> {
                if (text(base).isEmpty()
                        || text(base).indexOf(':') >= 0
                        || text(base).indexOf('/') >= 0) {
                    throw new IllegalArgumentException("the constraint " + Printable.excerpt(text(base))
                            + " for URIs is malformed (expected: a host)");
                }
            }
            case GeneralName.directoryName -> X500Name.getInstance(base.getName());
            default -> {
                // DNS names are checked where they are compared; the rest has no form that could be wrong.
            }
        }
    }

    private static void checkNetwork(byte[] octets) {
        if (octets.length != 8 && octets.length != 32) {
            throw new IllegalArgumentException("a constraint for addresses has " + octets.length
                    + " bytes (expected: 8 or 32, an address and its mask)");
        }
        BigInteger mask = new BigInteger(1, octets).mod(BigInteger.ONE.shiftLeft(octets.length * 4));
        BigInteger hosts = BigInteger.ONE
                .shiftLeft(octets.length * 4)
                .subtract(BigInteger.ONE)
                .subtract(mask);
        // The ones of a mask stand in front of its zeros.
        if (!hosts.and(hosts.add(BigInteger.ONE)).equals(BigInteger.ZERO)) {
            throw new IllegalArgumentException("a constraint for addresses has a mask with holes");
        }
    }

    static boolean isEveryDirectoryName(GeneralName base) {
        return base.getTagNo() == GeneralName.directoryName
                && X500Name.getInstance(base.getName()).size() == 0;
    }

    static byte[] octets(GeneralName base) {
        return ASN1OctetString.getInstance(base.getName()).getOctets();
    }

    static String text(GeneralName base) {
        return ASN1IA5String.getInstance(base.getName()).getString();
    }
}
