package dev.websocketexporter.tls;

import dev.websocketexporter.probe.report.TlsReport.CrlReport;
import dev.websocketexporter.probe.value.Printable;
import dev.websocketexporter.tls.CertificateExtensions.MalformedExtensionException;
import dev.websocketexporter.tls.CertificatePath.Member;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1IA5String;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.jspecify.annotations.Nullable;

/**
 * Where the issuer of a verified leaf says which of its certificates are revoked (RFC 5280 §4.2.1.13), and who must have
 * signed that.
 *
 * @param leaf the leaf in messages
 * @param serial the leaf's serial number
 * @param issuer who issued the leaf, and must have issued the list
 * @param points where lists are to be had by HTTP, in the leaf's order; at most {@link #MAX_POINTS}
 * @param skipped what else the leaf names, each in one line that says why it is not used
 */
public record CrlSource(String leaf, BigInteger serial, Issuer issuer, List<Point> points, List<String> skipped) {
    /** More places for one list are no more use than these. */
    static final int MAX_POINTS = 4;

    private static final int MAX_SHOWN = 200;
    private static final int MAX_NAME = 2_000;
    private static final long BYTES = 400;

    /**
     * The issuer of the leaf.
     *
     * @param words it in messages
     * @param name its name in the form in which names are compared (RFC 5280 §7.1)
     * @param key its public key in DER, in hex
     * @param signsLists whether its key usage allows it to sign revocation lists (§4.2.1.3)
     */
    public record Issuer(String words, String name, String key, boolean signsLists) {}

    /**
     * A place of a list.
     *
     * @param url with the scheme {@code http}
     * @param names all names of the distribution point, one of which a list for a part of the certificates must have (§5.2.5)
     */
    public record Point(String url, List<String> names) {}

    public CrlSource {
        points = List.copyOf(points);
        skipped = List.copyOf(skipped);
    }

    /**
     * That of the leaf of verified paths; absent when it has no issuer, since it is trusted by itself.
     *
     * @param paths which the leaf has; each issuer on them has the key that signed it
     */
    static @Nullable CrlSource of(List<CertificatePath> paths) {
        List<CertificatePath> issued = paths.stream()
                .filter(path -> path.isAnchored() && path.members().size() > 1)
                .toList();
        if (issued.isEmpty()) {
            return null;
        }
        List<ParsedCertificate> issuers =
                issued.stream().map(path -> path.members().get(1).certificate()).toList();
        ParsedCertificate first = issuers.get(0);
        Issuer issuer = new Issuer(
                first.shortSubject(),
                first.subjectKey.canonical(),
                first.publicKeyHex,
                issuers.stream().anyMatch(CrlSource::signsLists));
        Member leaf = issued.get(0).leaf();
        List<Point> points = new ArrayList<>();
        List<String> skipped = new ArrayList<>();
        try {
            leaf.certificate().extensions.distributionPoints().forEach(point -> add(point, points, skipped));
        } catch (MalformedExtensionException e) {
            skipped.add("its " + e.getMessage());
        }
        return new CrlSource(leaf.toString(), leaf.certificate().serialNumber, issuer, points, skipped);
    }

    private static boolean signsLists(ParsedCertificate issuer) {
        try {
            KeyUsage usage = issuer.extensions.keyUsage();
            return usage == null || usage.hasUsages(KeyUsage.cRLSign);
        } catch (MalformedExtensionException e) {
            return false;
        }
    }

    private static void add(DistributionPoint point, List<Point> points, List<String> skipped) {
        DistributionPointName name = point.getDistributionPoint();
        if (point.getCRLIssuer() != null) {
            skipped.add(
                    "a distribution point whose list another issuer signs (expected: the certificate's own issuer)");
        } else if (point.getReasons() != null) {
            skipped.add("a distribution point whose list has some reasons only (expected: all of them)");
        } else if (name == null || name.getType() != DistributionPointName.FULL_NAME) {
            skipped.add("a distribution point without a full name (expected: a URL)");
        } else {
            addAll(GeneralNames.getInstance(name.getName()).getNames(), points, skipped);
        }
    }

    private static void addAll(GeneralName[] names, List<Point> points, List<String> skipped) {
        List<String> all = names(names);
        for (GeneralName name : names) {
            String url = url(name);
            if (!url.toLowerCase(Locale.ROOT).startsWith("http://")) {
                skipped.add(Printable.oneLine(url, MAX_SHOWN) + " (expected: a URL that begins with http://)");
            } else if (points.size() < MAX_POINTS) {
                points.add(new Point(url, all));
            } else {
                skipped.add(Printable.oneLine(url, MAX_SHOWN) + ", after " + MAX_POINTS + " others");
            }
        }
    }

    private static String url(GeneralName name) {
        return name.getTagNo() == GeneralName.uniformResourceIdentifier
                ? ASN1IA5String.getInstance(name.getName()).getString()
                : name.toString();
    }

    /** As they are compared. */
    static List<String> names(GeneralName[] names) {
        return Stream.of(names)
                .map(name -> Printable.oneLine(name.toString(), MAX_NAME))
                .toList();
    }

    /** All places of lists, for messages. */
    public String places() {
        return points.stream()
                .map(point -> Printable.oneLine(point.url(), MAX_SHOWN))
                .collect(Collectors.joining(", "));
    }

    /** Why no list can be looked at, in words; to be asked when there is no point. */
    public CrlReport nowhere() {
        return CrlReport.unknown(
                skipped.isEmpty()
                        ? leaf + " names no place of a revocation list (expected: a CRL distribution point)"
                        : leaf + " names no place of a revocation list that can be used: "
                                + String.join("; ", skipped));
    }

    /** About how many bytes of memory it takes. */
    long approximateBytes() {
        return BYTES
                + bytes(Stream.of(leaf, issuer.key(), issuer.name()))
                + bytes(points.stream().map(Point::url))
                + bytes(points.stream().flatMap(point -> point.names().stream()))
                + bytes(skipped.stream());
    }

    private static long bytes(Stream<String> texts) {
        return texts.mapToLong(String::length).sum();
    }
}
