package dev.websocketexporter.config.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.config.yaml.ConfigError.Position;
import dev.websocketexporter.config.yaml.YamlValue.Entry;
import dev.websocketexporter.config.yaml.YamlValue.Mapping;
import dev.websocketexporter.config.yaml.YamlValue.Scalar;
import dev.websocketexporter.config.yaml.YamlValue.Sequence;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

class YamlTextTest {
    private static final Position SOMEWHERE = new Position(1, 1);

    /** Each has a meaning of its own in YAML, or ends a line in one of its versions, or is written with an escape. */
    private static final List<String> PIECES = List.of(
            "a",
            " ",
            "\n",
            "\t",
            "\r",
            "\u0085",
            "\u2028",
            "\u2029",
            "\u0007",
            "\u00a0",
            "\ufeff",
            "\u00e9",
            "\ud83d\ude00",
            "#",
            ":",
            "-",
            "'",
            "\"",
            "\\",
            "{",
            "}",
            "[",
            "]",
            ",",
            "&",
            "*",
            "!",
            "|",
            ">",
            "%",
            "@",
            "`",
            "?",
            "=",
            "<<",
            "~",
            "null",
            "true",
            "1",
            "0x1",
            "1e3",
            "1_000",
            "1:30",
            "2001-01-01",
            "...",
            "---",
            " #",
            ": ",
            "\n\n",
            "\n ",
            "  ");

    @RepeatedTest(20)
    void anyTextIsReadAgainAsItWasWritten(RepetitionInfo repetition) throws ConfigurationException {
        Random random = new Random(repetition.getCurrentRepetition());
        for (int i = 0; i < 100; i++) {
            String text = text(random);

            String written = YamlText.of(document(text));

            assertThat(read(written)).as(written).isEqualTo(List.of(text, text, text));
        }
    }

    private static String text(Random random) {
        int pieces = random.nextInt(20) == 0 ? 80 : 1 + random.nextInt(5);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < pieces; i++) {
            text.append(PIECES.get(random.nextInt(PIECES.size())));
        }
        return text.toString();
    }

    /** With the text as a key, as its value, and as an item of a list. */
    private static YamlValue document(String text) {
        Scalar scalar = new Scalar(SOMEWHERE, text, Scalar.Type.TEXT);
        return new Mapping(
                SOMEWHERE,
                List.of(
                        new Entry(
                                SOMEWHERE,
                                "mapping",
                                new Mapping(SOMEWHERE, List.of(new Entry(SOMEWHERE, text, scalar)))),
                        new Entry(SOMEWHERE, "list", new Sequence(SOMEWHERE, List.of(scalar)))));
    }

    private static List<String> read(String written) throws ConfigurationException {
        Mapping document = (Mapping)
                YamlDocument.read(written.getBytes(StandardCharsets.UTF_8), new Diagnostics("what was written"));
        Entry entry = ((Mapping) document.entries().get(0).value()).entries().get(0);
        Sequence list = (Sequence) document.entries().get(1).value();
        return List.of(
                entry.key(),
                ((Scalar) entry.value()).text(),
                ((Scalar) list.items().get(0)).text());
    }
}
