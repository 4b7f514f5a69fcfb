package dev.websocketexporter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.SentenceLines.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The documents have one sentence a line, so that a diff shows the sentence that was changed. */
class MarkdownTest {
    private static final String GOES_ON = "the sentence goes on in the next line";
    private static final String SECOND = "a second sentence begins in this line";
    private static final String NO_END = "the paragraph does not end with a full stop, \"?\", \"!\" or \":\"";

    @ParameterizedTest
    @MethodSource("dev.websocketexporter.LinksTest#documents")
    void everyLineIsASentence(Path document) throws IOException {
        assertThat(SentenceLines.check(Files.readString(document)))
                .extracting(finding -> document + ":" + finding.line() + ": " + finding.what())
                .isEmpty();
    }

    /** In the texts, {@code /} is a line break. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "One sentence.",
                "One sentence./Is this another one?/It is!",
                "Two paragraphs.//Each with a sentence.",
                "What follows:/- an item without a full stop/- another one;/- A sentence./  And another one.",
                "1. An item./2. Another one.",
                "# A heading. And no sentence",
                "Some, e.g. this, and i.e. that.",
                "Versions such as 1.2 and 25.0.3, and `a.b. C` in code.",
                "**A lead.**/Its text (in brackets.)/The end.",
                "| A table. With cells. | And | more |",
                "```sh/a command. Another/one/```//After it.",
                "```text/~~~/Still code. Really/```",
                "---/title: A. B/other: c/---//Text.",
                "<!-- a comment -->/<!--/A longer. One/-->/Text.",
                "![A picture. Of two](a.png)",
                "A [link](a. b#c. d) and <https:example.com?b> in a sentence.",
                "> A quotation./> Its second sentence.",
            })
    void textWithASentenceALineIsGood(String text) {
        assertThat(SentenceLines.check(lines(text))).isEmpty();
    }

    /** In the texts, {@code /} is a line break. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '#',
            value = {
                "One. Two.                               | 1 | " + SECOND,
                "One! two.                               | 1 | " + SECOND,
                "Is it? It is.                           | 1 | " + SECOND,
                "A lead (in brackets.) And its text.     | 1 | " + SECOND,
                "**A lead.** And its text.               | 1 | " + SECOND,
                "Good./Ends in `code`. `code` begins.    | 2 | " + SECOND,
                "- An item. With two.                    | 1 | " + SECOND,
                "- An item./  With more. Than one.       | 2 | " + SECOND,
                "> A quotation. Of two.                  | 1 | " + SECOND,
                "```/code/```/One. Two.                  | 4 | " + SECOND,
                "A sentence that/goes on.                | 1 | " + GOES_ON,
                "Good./A sentence: it/goes on.           | 2 | " + GOES_ON,
                "A sentence:/it goes on.                 | 1 | " + GOES_ON,
                "Some, e.g./this.                        | 1 | " + GOES_ON,
                "- An item that/  goes on                | 1 | " + GOES_ON,
                "No end                                  | 1 | " + NO_END,
                "No end//Another paragraph.              | 1 | " + NO_END,
                "No end/- an item                        | 1 | " + NO_END,
                "No end/```/code/```                     | 1 | " + NO_END,
            })
    void aLineThatBreaksTheRuleIsNamed(String text, int line, String what) {
        assertThat(SentenceLines.check(lines(text))).containsExactly(new Finding(line, what));
    }

    @Test
    void everyBrokenLineIsNamed() {
        assertThat(SentenceLines.check("One. Two.\nThree and\nfour\n\nFive. Six."))
                .extracting(Finding::line)
                .isEqualTo(List.of(1, 2, 3, 5));
    }

    private static String lines(String text) {
        return text.replace('/', '\n');
    }
}
