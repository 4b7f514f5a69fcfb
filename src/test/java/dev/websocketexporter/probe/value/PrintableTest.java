package dev.websocketexporter.probe.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrintableTest {
    @Test
    void textIsCutToItsLengthWithItsControlCharactersVisible() {
        assertThat(Printable.oneLine("grüß", 4)).isEqualTo("grüß");
        assertThat(Printable.oneLine("grüße", 4)).isEqualTo("grüß…");
        assertThat(Printable.oneLine("\u009b", 4)).isEqualTo("\\x9b");
        assertThat(Printable.oneLine("a\tb", 4)).isEqualTo("a\\tb");
        assertThat(Printable.oneLine("a\tbc", 4)).isEqualTo("a\\tb…");
    }

    @ParameterizedTest
    @CsvSource({
        "0x2028,\\u2028",
        "0x2029,\\u2029",
        "0x202e,\\u202e",
        "0,\\x00",
        "0x85,\\x85",
        "0xd800,\\ud800",
        "0xe0041,\\U000e0041"
    })
    void whatCouldEndALineOrTurnItsDirectionBecomesAnEscape(String character, String escape) {
        assertThat(Printable.excerpt("a" + Character.toString(Integer.decode(character)) + "b"))
                .isEqualTo("a" + escape + "b");
    }

    @Test
    void noCharacterAndNoEscapeIsCutInTwo() {
        assertThat(Printable.oneLine("a😀", 2)).isEqualTo("a…");
        assertThat(Printable.oneLine("a😀b", 3)).isEqualTo("a😀…");
        assertThat(Printable.oneLine("ab\n", 3)).isEqualTo("ab…");
        assertThat(Printable.beginning("a😀", 2)).isEqualTo("a…");
        assertThat(Printable.beginning("a😀", 3)).isEqualTo("a😀");
    }

    @Test
    void exceptionWithoutAMessageIsItsKind() {
        assertThat(Printable.excerpt(new IllegalStateException("a\nb"))).isEqualTo("a\\nb");
        assertThat(Printable.excerpt(new IllegalStateException())).isEqualTo("IllegalStateException");
    }

    @Test
    void quotedAsciiShowsWhatWasOnTheWire() {
        assertThat(Printable.quotedAscii("a\"\\é\r")).isEqualTo("\"a\\\"\\\\\\xe9\\r\"");
    }

    @Test
    void queryThatAPeerRepeatsIsHidden() {
        assertThat(Printable.quotedAscii("GET /chat?token=hush HTTP/1.1\r\n"))
                .isEqualTo("\"GET /chat?token=<secret> HTTP/1.1\\r\\n\"");
    }

    @Test
    void wordOfARequestComesBackWithoutItsControlCharacters() {
        assertThat(Printable.masked("a\r\nb")).isEqualTo("a??b");
        assertThat(Printable.masked("n".repeat(65))).isEqualTo("n".repeat(64) + "…");
    }

    @Test
    void messageAboutAFileHasTheEscapesOfTheFile() {
        assertThat(Printable.ofYaml(Printable.quoted("a\nb" + "c".repeat(60))))
                .isEqualTo("\"a\\u000Ab" + "c".repeat(57) + "…\"");
        assertThat(Printable.ofYaml(Character.toString(0xe0041))).isEqualTo("\\U000E0041");
    }

    @Test
    void longBytesAreCut() {
        Bytes bytes = Bytes.of("abc".getBytes(StandardCharsets.US_ASCII));
        assertThat(Printable.hex(bytes, 3)).isEqualTo("616263");
        assertThat(Printable.hex(bytes, 2)).isEqualTo("6162…");
    }
}
