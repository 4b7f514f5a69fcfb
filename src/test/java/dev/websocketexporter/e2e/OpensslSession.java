package dev.websocketexporter.e2e;

import java.io.IOException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A server as {@code openssl s_client} sees it.
 *
 * @param version as in {@code probe_tls_version_info}
 * @param cipher the IANA name
 * @param presented the leaf first
 * @param ocspStatus of the staple; absent: none was presented
 * @param ocspNextUpdate likewise
 */
record OpensslSession(
        String version,
        String cipher,
        List<OpensslCertificate> presented,
        @Nullable String ocspStatus,
        @Nullable Instant ocspNextUpdate) {
    private static final Pattern NEGOTIATED = Pattern.compile("New, TLSv(1\\.[0-9]), Cipher is (\\S+)");
    private static final Pattern PEM =
            Pattern.compile("-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----\n", Pattern.DOTALL);
    private static final Pattern OCSP_STATUS = Pattern.compile("Cert Status: (\\w+)");
    private static final Pattern NEXT_UPDATE = Pattern.compile("Next Update: (.+) GMT");
    private static final DateTimeFormatter OCSP_DATE =
            DateTimeFormatter.ofPattern("MMM ppd HH:mm:ss yyyy", Locale.ROOT);

    static OpensslSession of(String seen, Openssl openssl) throws IOException {
        Matcher negotiated = NEGOTIATED.matcher(seen);
        if (!negotiated.find()) {
            throw new AssertionError("no handshake: " + seen);
        }
        // A staple has certificates too, and stands before.
        String chain = seen.substring(seen.indexOf("Certificate chain"));
        List<OpensslCertificate> presented = new ArrayList<>();
        for (Matcher pem = PEM.matcher(chain.substring(0, chain.indexOf("Server certificate"))); pem.find(); ) {
            presented.add(openssl.read(pem.group()));
        }
        String nextUpdate = first(NEXT_UPDATE, seen);
        return new OpensslSession(
                "TLS " + negotiated.group(1),
                ianaName(negotiated.group(2), openssl),
                List.copyOf(presented),
                first(OCSP_STATUS, seen),
                nextUpdate == null
                        ? null
                        : LocalDateTime.parse(nextUpdate, OCSP_DATE).toInstant(ZoneOffset.UTC));
    }

    /** Below TLS 1.3, openssl has names of its own; it lists one after the three of TLS 1.3. */
    private static String ianaName(String cipher, Openssl openssl) throws IOException {
        if (cipher.startsWith("TLS_")) {
            return cipher;
        }
        return openssl.run("ciphers", "-stdname", cipher)
                .lines()
                .filter(line -> line.contains(" - " + cipher + " "))
                .map(line -> line.substring(0, line.indexOf(' ')))
                .findFirst()
                .orElseThrow();
    }

    private static @Nullable String first(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? matcher.group(1) : null;
    }
}
