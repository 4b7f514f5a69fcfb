package dev.websocketexporter.tls;

import java.text.ParseException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.x509.Time;
import org.jspecify.annotations.Nullable;

/**
 * Reads a date of a certificate or of an OCSP response. Bouncy Castle reads every spelling, but makes a format for
 * each, which is expensive, most of all before it is compiled; so the one spelling that RFC 5280 §4.1.2.5 allows is read here.
 */
final class Asn1Time {
    /** As Bouncy Castle gives both spellings, UTCTime and GeneralizedTime, when they end with Z. */
    private static final int DIGITS = 14;

    private static final String UTC = "GMT+00:00";

    /** Before this year, a date of {@link java.util.Date} is one of the Julian calendar. */
    private static final int FIRST_GREGORIAN_YEAR = 1583;

    private Asn1Time() {}

    /** @throws RuntimeException when it is not a date */
    static Instant of(ASN1Encodable element) {
        Time time = Time.getInstance(element);
        Instant plain = plain(time.getTime());
        return plain == null ? time.getDate().toInstant() : plain;
    }

    static Instant of(ASN1GeneralizedTime time) throws ParseException {
        Instant plain = plain(time.getTime());
        return plain == null ? time.getDate().toInstant() : plain;
    }

    /** Whether the calendar has it; a lenient reader also takes the 30th of February, and fractions of a second. */
    static boolean exists(ASN1Encodable element) {
        String text = Time.getInstance(element).getTime();
        return text.length() > DIGITS
                && (plain(text.substring(0, DIGITS) + UTC) != null || number(text, 0, 4) < FIRST_GREGORIAN_YEAR)
                && text.startsWith("GMT", DIGITS);
    }

    /** Absent when it is spelt in another way, or a date that only a lenient reader accepts. */
    private static @Nullable Instant plain(String text) {
        if (text.length() != DIGITS + UTC.length() || !text.endsWith(UTC)) {
            return null;
        }
        try {
            int year = number(text, 0, 4);
            return year < FIRST_GREGORIAN_YEAR
                    ? null
                    : LocalDateTime.of(
                                    year,
                                    number(text, 4, 6),
                                    number(text, 6, 8),
                                    number(text, 8, 10),
                                    number(text, 10, 12),
                                    number(text, 12, DIGITS))
                            .toInstant(ZoneOffset.UTC);
        } catch (DateTimeException | NumberFormatException e) {
            return null;
        }
    }

    /** Refuses a sign, which Java's own parser accepts. */
    private static int number(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                throw new NumberFormatException("no digit");
            }
        }
        return Integer.parseInt(text, from, to, 10);
    }
}
