package dev.websocketexporter.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class LogfmtTest {
    @Test
    void plainValueIsNotQuoted() {
        assertThat(logfmt("ws://host:80/a?b")).isEqualTo("key=ws://host:80/a?b");
    }

    @Test
    void valueWithASpaceAnEqualsSignOrAQuoteIsQuoted() {
        assertThat(logfmt("a b")).isEqualTo("key=\"a b\"");
        assertThat(logfmt("a=b")).isEqualTo("key=\"a=b\"");
        assertThat(logfmt("a\"b")).isEqualTo("key=\"a\\\"b\"");
        assertThat(logfmt("a\\b")).isEqualTo("key=\"a\\\\b\"");
    }

    @Test
    void emptyValueIsQuoted() {
        assertThat(logfmt("")).isEqualTo("key=\"\"");
    }

    @Test
    void lineStaysOneLineWhateverAServerSent() {
        assertThat(logfmt("a\r\nlevel=error\t\u0000\u001b[31m\u0085\u2028"))
                .isEqualTo("key=\"a\\r\\nlevel=error\\t\\u0000\\u001b[31m\\u0085\\u2028\"");
    }

    @Test
    void textOfOtherLanguagesAndEmojiStayReadable() {
        assertThat(logfmt("grüße-日本-😀")).isEqualTo("key=grüße-日本-😀");
    }

    @Test
    void keyCannotBreakTheLine() {
        assertThat(new Logfmt().pair("a b=\n", "1").pair("", "2").toString()).isEqualTo("a_b__=1 _=2");
    }

    @Test
    void timestampsHaveAFixedWidth() {
        Instant whole = Instant.parse("2026-11-21T10:00:00Z");
        assertThat(Logfmt.millis(whole)).isEqualTo("2026-11-21T10:00:00.000Z");
        assertThat(Logfmt.micros(whole.plusNanos(1_999))).isEqualTo("2026-11-21T10:00:00.000001Z");
    }

    private static String logfmt(String value) {
        return new Logfmt().pair("key", value).toString();
    }
}
