package dev.websocketexporter.tls;

import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.probe.target.HostName;
import dev.websocketexporter.probe.value.IpText;
import dev.websocketexporter.probe.value.Printable;
import dev.websocketexporter.tls.CertificateExtensions.MalformedExtensionException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.util.IPAddress;
import org.jspecify.annotations.Nullable;

/**
 * Whether a leaf is for a name (RFC 9525 §6): only its subject alternative names count, the common name never does.
 *
 * @param dnsNames as the certificate has them
 * @param addresses as the certificate has them, of 4 or 16 bytes
 * @param readable whether the alternative names could be read
 */
record HostnameRule(List<String> dnsNames, List<InetAddress> addresses, boolean readable) {
    private static final int LISTED = 5;

    static HostnameRule of(ParsedCertificate leaf) {
        try {
            List<InetAddress> addresses = leaf.extensions.alternativeNames().stream()
                    .filter(name -> name.getTagNo() == GeneralName.iPAddress)
                    .map(name -> ASN1OctetString.getInstance(name.getName()).getOctets())
                    .flatMap(octets -> address(octets).stream())
                    .toList();
            return new HostnameRule(CertificateReader.dnsNames(leaf), addresses, true);
        } catch (MalformedExtensionException | RuntimeException e) {
            // Names that cannot be read match nothing.
            return new HostnameRule(List.of(), List.of(), false);
        }
    }

    private static Optional<InetAddress> address(byte[] octets) {
        try {
            return Optional.of(InetAddress.getByAddress(octets));
        } catch (UnknownHostException e) {
            // Neither 4 nor 16 bytes: an address of no protocol matches none.
            return Optional.empty();
        }
    }

    /** Why the leaf is not for {@code name}; absent when it is. */
    @Nullable
    Failure mismatch(String name) {
        return matches(name)
                ? null
                : new Failure(
                        Phase.TLS,
                        Reason.HOSTNAME_MISMATCH,
                        "certificate is for " + described() + " (expected: " + Printable.excerpt(name) + ")");
    }

    /** {@code name} in its ASCII form, an address without brackets; a dot at its end does not count. */
    boolean matches(String name) {
        InetAddress address = address(name);
        if (address != null) {
            return addresses.contains(address);
        }
        String[] labels =
                HostName.withoutTrailingDot(name).toLowerCase(Locale.ROOT).split("\\.", -1);
        return dnsNames.stream().anyMatch(pattern -> matches(pattern.toLowerCase(Locale.ROOT), labels));
    }

    /** Never looks a name up. */
    private static @Nullable InetAddress address(String name) {
        if (!IPAddress.isValidIPv4(name) && !IPAddress.isValidIPv6(name)) {
            return null;
        }
        try {
            return InetAddress.getByName(name);
        } catch (UnknownHostException e) {
            return null;
        }
    }

    private static boolean matches(String pattern, String[] labels) {
        String[] wanted = pattern.split("\\.", -1);
        if (wanted.length != labels.length || Arrays.asList(labels).contains("")) {
            return false;
        }
        boolean wildcard = wanted[0].equals("*") && wanted.length > 1;
        int from = wildcard ? 1 : 0;
        return (wildcard || !pattern.contains("*"))
                && Arrays.equals(wanted, from, wanted.length, labels, from, labels.length);
    }

    /** For messages: the names that it is for, a few of many. */
    private String described() {
        List<String> all = new ArrayList<>();
        dnsNames.forEach(name -> all.add(Printable.excerpt(name)));
        addresses.forEach(address -> all.add(IpText.of(address)));
        if (all.isEmpty()) {
            return !readable
                    ? "no name (its subject alternative names cannot be read)"
                    : "no name (it has no DNS or address among its subject alternative names)";
        }
        String listed = String.join(", ", all.subList(0, Math.min(LISTED, all.size())));
        return all.size() <= LISTED ? listed : listed + " and " + (all.size() - LISTED) + " more";
    }
}
