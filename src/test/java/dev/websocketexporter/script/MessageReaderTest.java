package dev.websocketexporter.script;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import dev.websocketexporter.probe.value.Bytes;
import dev.websocketexporter.probe.watch.HoldListener;
import dev.websocketexporter.probe.watch.WatchSettings;
import dev.websocketexporter.probe.watch.WatchSettings.Messages;
import dev.websocketexporter.probe.watch.WatchSettings.Place;
import dev.websocketexporter.probe.watch.WatchSettings.Test.Equal;
import dev.websocketexporter.probe.watch.WatchSettings.Test.Matching;
import dev.websocketexporter.probe.watch.WatchSettings.Timestamp;
import dev.websocketexporter.probe.watch.WatchSettings.Timestamp.Unit;
import dev.websocketexporter.script.MessageReader.Reading;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessageReaderTest {
    private static Message text(String text) {
        return new Message(Message.Kind.TEXT, Bytes.of(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static Reading read(
            WatchSettings.@Nullable Test test, @Nullable Place sequence, @Nullable Timestamp timestamp, String text) {
        return MessageReader.of(new Messages(Duration.ZERO, test, sequence, timestamp))
                .read(text(text));
    }

    private static Place group(String regexp) {
        return new Place.Group(Pattern.compile(regexp));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"t\":\"tick\"} | tick | true",
                "{\"t\":\"tick\"} | tock | false",
                "{\"t\":5} | 5 | true",
                "{\"t\":5.0} | 5 | false",
                "{\"t\":\"5\"} | 5 | true",
                "{\"t\":true} | true | true",
                "{\"t\":null} | null | false",
                "{\"t\":[5]} | 5 | false",
                "{\"x\":5} | 5 | false",
                "{\"t\":\"ti\\u0063k\"} | tick | true",
                "no JSON | tick | false"
            })
    void messageCountsWhenTheTextIsAtItsPlace(String text, String wanted, boolean counts) {
        assertThat(read(new Equal("/t", wanted), null, null, text).counts()).isEqualTo(counts);
    }

    @Test
    void messageCountsWhenTheExpressionIsFound() {
        assertThat(read(new Matching(Pattern.compile("t[io]ck")), null, null, "a tock")
                        .counts())
                .isTrue();
        assertThat(read(new Matching(Pattern.compile("^t[io]ck")), null, null, "a tock")
                        .counts())
                .isFalse();
    }

    @Test
    void everyMessageCountsWithoutATest() {
        assertThat(read(null, new Place.Json("/seq"), null, "no JSON"))
                .isEqualTo(new Reading(true, HoldListener.NO_SEQUENCE, MessageReader.NO_TIME));
    }

    @Test
    void allOfOneTextIsReadAtOnce() {
        Timestamp timestamp = new Timestamp(new Place.Json("/d/ts"), Unit.MS);
        String text = "{\"d\":{\"ts\":\"1764504000123\",\"seq\":17},\"t\":\"tick\"}";
        assertThat(read(new Equal("/t", "tick"), new Place.Json("/d/seq"), timestamp, text))
                .isEqualTo(new Reading(true, 17, 1_764_504_000_123_000_000L));
        assertThat(read(new Equal("/t", "x"), new Place.Json("/d/seq"), timestamp, text))
                .as("nothing is read from what does not count")
                .isEqualTo(new Reading(false, HoldListener.NO_SEQUENCE, MessageReader.NO_TIME));
    }

    @Test
    void twoThingsMayBeAtOnePlace() {
        Timestamp timestamp = new Timestamp(new Place.Json("/n"), Unit.NS);
        assertThat(read(new Equal("/n", "12"), new Place.Json("/n"), timestamp, "{\"n\":12}"))
                .isEqualTo(new Reading(true, 12, 12));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"n\":12} | 12",
                "{\"n\":\"12\"} | 12",
                "{\"n\":1.2e1} | 12",
                "{\"n\":\"1.2e1\"} | none",
                "{\"n\":1.5} | none",
                "{\"n\":9223372036854775807} | 9223372036854775807",
                "{\"n\":9223372036854775808} | none",
                "{\"n\":true} | none"
            })
    void numberIsAWholeOne(String text, String number) {
        long expected = number.equals("none") ? HoldListener.NO_SEQUENCE : Long.parseLong(number);
        assertThat(read(null, new Place.Json("/n"), null, text).sequence()).isEqualTo(expected);
    }

    @Test
    void valuesAreFoundByExpressionsToo() {
        Timestamp timestamp = new Timestamp(group("T=(\\S+)"), Unit.RFC3339);
        assertThat(read(null, group("#(\\d+)"), timestamp, "é #41 T=1970-01-01T00:00:01Z"))
                .isEqualTo(new Reading(true, 41, 1_000_000_000));
        assertThat(read(null, group("#(\\d+)?"), timestamp, "# T=now"))
                .isEqualTo(new Reading(true, HoldListener.NO_SEQUENCE, MessageReader.NO_TIME));
    }

    @Test
    void jsonAndExpressionsMayBeMixed() {
        assertThat(read(new Matching(Pattern.compile("tick")), new Place.Json("/n"), null, "{\"n\":3,\"t\":\"tick\"}"))
                .isEqualTo(new Reading(true, 3, MessageReader.NO_TIME));
        assertThat(read(new Equal("/t", "tick"), group("\"n\":(\\d+)"), null, "{\"n\":3,\"t\":\"tick\"}")
                        .sequence())
                .isEqualTo(3);
    }

    @Test
    void binaryMessagesAreReadLikeTexts() {
        byte[] payload = {'n', '=', '7', (byte) 0xff};
        Message binary = new Message(Message.Kind.BINARY, Bytes.of(payload));
        assertThat(MessageReader.of(new Messages(Duration.ZERO, null, group("n=(\\d)"), null))
                        .read(binary)
                        .sequence())
                .isEqualTo(7);
    }

    @Test
    void onlyLargeMessagesAreSlow() {
        MessageReader json = MessageReader.of(new Messages(Duration.ZERO, null, new Place.Json("/n"), null));
        MessageReader regexp = MessageReader.of(new Messages(Duration.ZERO, null, group("(n)"), null));
        assertThat(json.isSlow(64 * 1024)).isFalse();
        assertThat(json.isSlow(64 * 1024 + 1)).isTrue();
        assertThat(regexp.isSlow(16 * 1024)).isFalse();
        assertThat(regexp.isSlow(16 * 1024 + 1)).isTrue();
    }

    @Test
    void textIsFoundAnywhereInAMessage() {
        assertThat(MessageReader.contains(text("xxé-1y"), "é-1")).isTrue();
        assertThat(MessageReader.contains(text("aab"), "ab")).isTrue();
        assertThat(MessageReader.contains(text("ab"), "abc")).isFalse();
        assertThat(MessageReader.contains(text(""), "a")).isFalse();
    }
}
