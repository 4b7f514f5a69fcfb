package dev.websocketexporter.engine.run;

import dev.websocketexporter.probe.target.HostAndPort;
import dev.websocketexporter.probe.value.IpText;
import dev.websocketexporter.probe.value.QueryValues;
import dev.websocketexporter.probe.value.Secret;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;

/** Values as log lines and messages show them. */
public final class Text {
    private static final Set<String> CREDENTIALS =
            Set.of("authorization", "proxy-authorization", "cookie", "set-cookie");

    private static final int MIB = 1024 * 1024;

    private Text() {}

    /** Three significant digits: {@code 9.5 s}, {@code 12.3 ms}, {@code 87 µs}. */
    public static String of(Duration duration) {
        long nanos = duration.toNanos();
        if (nanos >= 1_000_000_000L) {
            return rounded(nanos, 9) + " s";
        }
        return nanos >= 1_000_000L ? rounded(nanos, 6) + " ms" : rounded(nanos, 3) + " µs";
    }

    private static String rounded(long nanos, int decimalPlaces) {
        BigDecimal value = BigDecimal.valueOf(nanos, decimalPlaces).round(new MathContext(3, RoundingMode.HALF_UP));
        return value.stripTrailingZeros().toPlainString();
    }

    /** {@code 900 bytes}, {@code 64 KiB}, {@code 1.5 MiB}: in the largest unit of which there is one, to one decimal. */
    public static String ofBytes(long bytes) {
        if (bytes < 1024) {
            return bytes + " bytes";
        }
        return bytes < MIB ? oneDecimal(bytes / 1024.0) + " KiB" : oneDecimal((double) bytes / MIB) + " MiB";
    }

    private static String oneDecimal(double value) {
        return BigDecimal.valueOf(value)
                .setScale(1, RoundingMode.HALF_UP)
                .stripTrailingZeros()
                .toPlainString();
    }

    /** {@code 192.0.2.1:443}, {@code [2001:db8::1]:443}. */
    public static String of(InetSocketAddress address) {
        return HostAndPort.bracketed(IpText.of(address.getAddress())) + ":" + address.getPort();
    }

    /** The value of a header field, without credentials and without the values in the query of a URL. */
    public static String ofHeader(String name, String value) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (CREDENTIALS.contains(lower)) {
            return Secret.HIDDEN;
        }
        return lower.endsWith("location") ? QueryValues.hideIn(value) : QueryValues.hideInText(value);
    }
}
