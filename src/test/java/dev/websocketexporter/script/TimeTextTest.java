package dev.websocketexporter.script;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.probe.watch.WatchSettings.Timestamp.Unit;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeTextTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0, 0",
        "007, 7",
        "42, 42",
        "-42, -42",
        "9223372036854775807, 9223372036854775807",
        "-9223372036854775807, -9223372036854775807"
    })
    void digitsAreAWholeNumber(String text, long number) {
        assertThat(TimeText.whole(text)).isEqualTo(number);
        assertThat(TimeText.wholeNumber(text)).isEqualTo(number);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "+1",
                "1.0",
                "1e3",
                " 1",
                "1 ",
                "x",
                "9223372036854775808",
                "-9223372036854775809",
                "99999999999999999999",
                "١"
            })
    void anythingElseIsNone(String text) {
        assertThat(TimeText.whole(text)).isEqualTo(TimeText.NONE);
    }

    @ParameterizedTest
    @CsvSource({"1.0, 1", "1e3, 1000", "12.50e1, 125", "-2E+2, -200"})
    void numberOfJsonMayBeWholeInOtherWays(String text, long number) {
        assertThat(TimeText.wholeNumber(text)).isEqualTo(number);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.5", "1e-3", "1e19", "1e999999999", "0e999999999999"})
    void numberOfJsonThatIsNotWholeIsNone(String text) {
        assertThat(TimeText.wholeNumber(text)).isEqualTo(TimeText.NONE);
    }

    @ParameterizedTest
    @CsvSource({
        "1764504000, S, 1764504000000000000",
        "1764504000.25, S, 1764504000250000000",
        "1.7645040005E9, S, 1764504000500000000",
        "-1.5, S, -1500000000",
        "1764504000123, MS, 1764504000123000000",
        "1764504000123.456789, MS, 1764504000123456789",
        "1764504000123456, US, 1764504000123456000",
        "1764504000123456789, NS, 1764504000123456789",
        "0.0000000004, S, 0"
    })
    void numberIsATimeInItsUnit(String text, Unit unit, long nanos) {
        assertThat(TimeText.epochNanos(text, unit)).isEqualTo(nanos);
    }

    @ParameterizedTest
    @CsvSource({
        "1764504000123, S",
        "9223372036854776, MS",
        "1e300, S",
        "1e-999999999, S",
        "2026-11-30T12:00:00Z, S",
        "'', MS"
    })
    void numberThatIsNoTimeOfOurCenturiesIsNone(String text, Unit unit) {
        assertThat(TimeText.epochNanos(text, unit)).isEqualTo(TimeText.NONE);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-30T12:00:00Z, 2026-11-30T12:00:00Z",
        "2026-11-30t12:00:00.5z, 2026-11-30T12:00:00.5Z",
        "2026-11-30 12:00:00.123456789+02:30, 2026-11-30T09:30:00.123456789Z",
        "2026-11-30T12:00:00.1234567891Z, 2026-11-30T12:00:00.123456789Z",
        "2026-11-30T12:00:00-00:00, 2026-11-30T12:00:00Z",
        "1969-12-31T23:59:59.25Z, 1969-12-31T23:59:59.25Z",
        "2016-12-31T23:59:60Z, 2017-01-01T00:00:00Z"
    })
    void rfc3339IsATime(String text, Instant time) {
        assertThat(TimeText.epochNanos(text, Unit.RFC3339)).isEqualTo(nanos(time));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-30T12:00:00", "2026-11-30", "2026-13-30T12:00:00Z", "2026-02-30T12:00:00Z",
                        "2026-11-30T24:00:00Z",
                "2026-11-30T12:60:00Z", "2026-11-30T12:00:61Z", "2026-11-30T12:00:00.Z", "2026-11-30T12:00:00.5",
                        "2026-11-30T12:00:00+0200",
                "2026-11-30T12:00:00+24:00", "2026-11-30T12:00:00+02:60", "2026-11-30T12:00:00.5Zx",
                        "26-11-30T12:00:00Z", "1764504000",
                "9999-11-30T12:00:00Z", "", "2026-11-30T12:00:00.x5Z"
            })
    void anythingElseIsNoRfc3339(String text) {
        assertThat(TimeText.epochNanos(text, Unit.RFC3339)).isEqualTo(TimeText.NONE);
    }

    @Test
    void everyTimeIsReadAsTheLibraryOfJavaWritesIt() {
        Random random = new Random(3);
        for (int i = 0; i < 20_000; i++) {
            Instant time = Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000));
            ZoneOffset offset = ZoneOffset.ofTotalSeconds((random.nextInt(37) - 18) * 3600);
            String text = DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(OffsetDateTime.ofInstant(time, offset));
            if (text.length() > 19 && text.charAt(16) == ':') {
                assertThat(TimeText.epochNanos(text, Unit.RFC3339)).as(text).isEqualTo(nanos(time));
            }
        }
    }

    @Test
    void textOfMoreThanAHundredDigitsIsNone() {
        String zeros = "0".repeat(101);
        assertThat(TimeText.whole(zeros)).isEqualTo(TimeText.NONE);
        assertThat(TimeText.wholeNumber(zeros)).isEqualTo(TimeText.NONE);
        assertThat(TimeText.epochNanos(zeros, Unit.S)).isEqualTo(TimeText.NONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-30_12:00:00Z",
                "2026/11-30T12:00:00Z",
                "x026-11-30T12:00:00Z",
                "2026-11-30T12:00:00*02:00",
                "2026-11-30T12:00:00+02x00",
                "2026-11-30T12:00:00+x2:00"
            })
    void textWithAnotherCharacterInItsPlaceIsNoRfc3339(String text) {
        assertThat(TimeText.epochNanos(text, Unit.RFC3339)).isEqualTo(TimeText.NONE);
    }

    private static long nanos(Instant time) {
        return TimeUnit.SECONDS.toNanos(time.getEpochSecond()) + time.getNano();
    }
}
