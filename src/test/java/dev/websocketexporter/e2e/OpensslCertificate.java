package dev.websocketexporter.e2e;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A certificate as {@code openssl x509} prints it.
 *
 * @param serial hex in lower case
 * @param fingerprint SHA-256, hex in lower case
 * @param subject its parts, such as {@code O=Firma}, in the order of the certificate
 * @param issuer likewise
 * @param dnsNames of the alternative names
 */
record OpensslCertificate(
        Instant notBefore,
        Instant notAfter,
        String serial,
        String fingerprint,
        List<String> subject,
        List<String> issuer,
        List<String> dnsNames) {
    static OpensslCertificate of(String printed) {
        List<String> lines = printed.lines().toList();
        return new OpensslCertificate(
                instant(value(lines, "notBefore=")),
                instant(value(lines, "notAfter=")),
                value(lines, "serial=").toLowerCase(Locale.ROOT),
                value(lines, "sha256 Fingerprint=").replace(":", "").toLowerCase(Locale.ROOT),
                indented(lines, "subject="),
                indented(lines, "issuer="),
                names(lines));
    }

    private static String value(List<String> lines, String key) {
        return lines.stream()
                .filter(line -> line.startsWith(key))
                .map(line -> line.substring(key.length()))
                .findFirst()
                .orElseThrow(() -> new AssertionError(key + " is not in " + lines));
    }

    /** As {@code 2041-02-03 04:05:06Z}. */
    private static Instant instant(String printed) {
        return Instant.parse(printed.replace(' ', 'T'));
    }

    private static List<String> indented(List<String> lines, String heading) {
        List<String> parts = new ArrayList<>();
        for (int i = lines.indexOf(heading) + 1;
                i < lines.size() && lines.get(i).startsWith("    ");
                i++) {
            parts.add(lines.get(i).strip());
        }
        return List.copyOf(parts);
    }

    private static List<String> names(List<String> lines) {
        return indented(lines, "X509v3 Subject Alternative Name: ").stream()
                .flatMap(line -> Arrays.stream(line.split(", ")))
                .filter(name -> name.startsWith("DNS:"))
                .map(name -> name.substring("DNS:".length()))
                .toList();
    }
}
