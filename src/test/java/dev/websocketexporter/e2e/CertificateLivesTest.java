package dev.websocketexporter.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The runbook's table of the lives of certificates says what the rules compute. */
class CertificateLivesTest {
    private static final Pattern LIMITS =
            Pattern.compile("(?s)clamp_max\\(\\s*([0-9.]+) # threshold.*?([0-9]+) \\* 86400 # threshold");
    private static final Pattern AMOUNT = Pattern.compile("([0-9]+) ([dhm])\\b");
    private static final int LIFE = 1;
    private static final int WARNING = 4;
    private static final int CRITICAL = 5;

    @Test
    void theTableSaysWhenEachLifeIsTold() throws IOException {
        Limits warning = Limits.of("WebsocketCertificateExpiresSoon");
        Limits critical = Limits.of("WebsocketCertificateExpiresVerySoon");
        assertThat(rows()).hasSizeGreaterThan(5).allSatisfy(row -> {
            Duration life = duration(row.get(LIFE));
            assertThat(duration(row.get(WARNING))).as("warning: %s", row).isEqualTo(warning.left(life));
            assertThat(duration(row.get(CRITICAL))).as("critical: %s", row).isEqualTo(critical.left(life));
        });
    }

    private static List<List<String>> rows() throws IOException {
        String section = Files.readString(Path.of("docs/runbook.md"))
                .split("(?m)^## WebsocketCertificateExpiresSoon$")[1]
                .split("(?m)^## ")[0];
        return section.lines()
                .filter(line -> line.startsWith("| "))
                .skip(2)
                .map(line -> Arrays.stream(line.split("\\|")).map(String::strip).toList())
                .toList();
    }

    /** Of words such as {@code 160 h (6 d 16 h)}, without what is in brackets. */
    private static Duration duration(String words) {
        return AMOUNT.matcher(words.split("\\(")[0])
                .results()
                .map(amount -> {
                    long number = Long.parseLong(amount.group(1));
                    return switch (amount.group(2)) {
                        case "d" -> Duration.ofDays(number);
                        case "h" -> Duration.ofHours(number);
                        default -> Duration.ofMinutes(number);
                    };
                })
                .reduce(Duration.ZERO, Duration::plus);
    }

    /**
     * When a certificate is told.
     *
     * @param share of its life that is left
     * @param days that are left at most
     */
    private record Limits(double share, int days) {
        static Limits of(String alert) {
            String expression = AlertRule.all().stream()
                    .filter(rule -> rule.name().equals(alert))
                    .findFirst()
                    .orElseThrow()
                    .expression();
            Matcher limits = LIMITS.matcher(expression);
            assertThat(limits.find()).as(expression).isTrue();
            return new Limits(Double.parseDouble(limits.group(1)), Integer.parseInt(limits.group(2)));
        }

        Duration left(Duration life) {
            Duration most = Duration.ofDays(days);
            Duration part = Duration.ofSeconds(Math.round(share * life.toSeconds()));
            return part.compareTo(most) < 0 ? part : most;
        }
    }
}
