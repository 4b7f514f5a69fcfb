package dev.websocketexporter.engine.run;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;

/** Durations as people write them. */
public final class Quantities {
    private Quantities() {}

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
}
