package dev.websocketexporter.server;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code Accept-Encoding} (RFC 9110 §12.5.3). */
final class AcceptEncoding {
    private static final Pattern CODING = Pattern.compile("\\s*([^\\s;]+)\\s*(?:;\\s*[qQ]=\\s*([0-9.]+))?\\s*");
    private static final Pattern ZERO = Pattern.compile("0(\\.0*)?");

    private AcceptEncoding() {}

    /** Whether the client takes gzip: named, or by the asterisk, and in neither case with a weight of 0. */
    static boolean allowsGzip(@Nullable String header) {
        boolean byAsterisk = false;
        for (String element : header == null ? new String[0] : header.split(",")) {
            Matcher coding = CODING.matcher(element);
            if (!coding.matches()) {
                continue;
            }
            boolean accepted =
                    coding.group(2) == null || !ZERO.matcher(coding.group(2)).matches();
            switch (coding.group(1).toLowerCase(Locale.ROOT)) {
                case "gzip", "x-gzip" -> {
                    return accepted;
                }
                case "*" -> byAsterisk = accepted;
                default -> {
                    // Another coding says nothing about this one.
                }
            }
        }
        return byAsterisk;
    }
}
