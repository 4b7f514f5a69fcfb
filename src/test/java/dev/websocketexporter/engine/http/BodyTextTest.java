package dev.websocketexporter.engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BodyTextTest {
    private static final String HTML = "Content-Type: text/html; charset=utf-8";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            <p>no</p>                                              | no
            <style>p{color:red}</style><h1>No</h1><script>x()</script>now | No now
            <!-- why? --><p>a&amp;b &lt;c&gt; &#39;d&#x27;&nbsp;&unknown; &</p> | a&b <c> 'd' &unknown; &
            <html><head><title>403</title></head></html>           | <html><head><title>403</title></head></html>
            1 < 2 and <b>3</b>                                     | 1 < 2 and 3
            <p title="a>b">cut                                     | b">cut
            <p>never ends <!-- no end                              | never ends
            <script>never ends                                     | <script>never ends
            <header>kept</header>                                  | kept
            """)
    void pageIsShownAsItsText(String html, String text) {
        assertThat(text(html, HTML)).isEqualTo(text);
    }

    @Test
    void pageIsKnownByItsBeginningToo() {
        assertThat(text("\n<!DOCTYPE HTML><b>no</b>")).isEqualTo("no");
        assertThat(text("<b>no</b>")).isEqualTo("<b>no</b>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \r\n\t ", "\u0000", "\u00a0"})
    void nothingIsNotShown(String body) {
        assertThat(text(body, "Content-Type: text/plain; charset=ISO-8859-1")).isNotEqualTo("");
        assertThat(text(body.isBlank() ? body : "")).isNull();
    }

    @Test
    void pageOfUnprintableCharactersIsShownAsItStandsAndWhiteSpaceWithOneNotAtAll() {
        assertThat(text("<html>\u0017<head></head> </html>", HTML)).isEqualTo("<html><head></head> </html>");
        assertThat(text(" ".repeat(20) + "\u0017", HTML)).isNull();
    }

    @Test
    void charactersAreThoseOfTheDeclaredSet() {
        byte[] utf16 = "no \u00fc".getBytes(StandardCharsets.UTF_16);
        assertThat(of(body(utf16, true), "Content-Type: text/plain; charset=\"UTF-16\""))
                .isEqualTo("no \u00fc");
        assertThat(of(body(new byte[] {'n', (byte) 0x80}, true), "Content-Type: a; charset=windows-1252"))
                .isEqualTo("n\u20ac");
        assertThat(of(body(new byte[] {'n', 'o'}, true), "Content-Type: a; charset=no-such-set"))
                .isEqualTo("no");
    }

    @Test
    void characterThatIsCutOffIsLeftOut() {
        byte[] cut = {'n', (byte) 0xc3, (byte) 0xbc, (byte) 0xe2, (byte) 0x82};
        assertThat(of(body(cut, false))).isEqualTo("n\u00fc…");
    }

    @Test
    void deflateAndGzipAreReadAsFarAsTheyGo() throws IOException {
        byte[] zlib = deflated("not allowed");
        assertThat(of(body(zlib, true), "Content-Encoding: deflate")).isEqualTo("not allowed");
        byte[] gzip = gzipped("not allowed ".repeat(100));
        byte[] cut = java.util.Arrays.copyOf(gzip, gzip.length - 9);
        assertThat(of(body(cut, false), "Content-Encoding: gzip")).startsWith("not allowed not allowed ");
        assertThat(of(body(new byte[] {0x1f, (byte) 0x8b, 1, 2, 3, 4, 5, 6, 7, 8}, true), "Content-Encoding: gzip"))
                .isEqualTo("10 bytes that are no text (Content-Encoding: gzip)");
    }

    @Test
    void deflateWithoutItsFrameIsReadToo() throws IOException {
        byte[] zlib = deflated("not allowed");
        byte[] frameless = java.util.Arrays.copyOfRange(zlib, 2, zlib.length - 4);
        assertThat(of(body(frameless, true), "Content-Encoding: deflate")).isEqualTo("not allowed");
        assertThat(of(body(new byte[] {'n', 'o'}, true), "Content-Encoding: deflate"))
                .isEqualTo("no");
    }

    @Test
    void byteOrderMarkAndFinalNulAreNotPartOfAShortText() {
        assertThat(text("denied\0")).isEqualTo("denied");
        assertThat(text("\ufeffno\0\0")).isEqualTo("no");
        assertThat(text("\ufeff<html><b>no</b>")).isEqualTo("no");
        assertThat(text("\ufeff")).isNull();
    }

    @Test
    void bombIsReadNoFurtherThanWhatIsKept() throws IOException {
        byte[] bomb = gzipped("x".repeat(1 << 22));
        assertThat(bomb.length).isLessThan(RefusalBody.MAX_BYTES);
        assertThat(of(body(bomb, true), "Content-Encoding: gzip")).isEqualTo("x".repeat(500) + "…");
    }

    @Test
    void nothingTakesLong() {
        for (String piece :
                new String[] {"<", "<!--", "<script", "&", "?", "#a", "<svg>", "\u202e", "?<secret>", "&#x"}) {
            String hostile = piece.repeat(RefusalBody.MAX_BYTES / piece.length());
            org.junit.jupiter.api.Assertions.assertTimeout(Duration.ofSeconds(2), () -> text(hostile, HTML), piece);
        }
    }

    @Test
    void anyBytesGiveOneLine() {
        Random random = new Random(11);
        String[] pieces = {"<p>", "</", "&amp;", "\r\n", "5\r\n", "0\r\n\r\n", "\u00ff", "\0", "?a=b", "text "};
        for (int i = 0; i < 2_000; i++) {
            StringBuilder any = new StringBuilder();
            for (int n = random.nextInt(30); n > 0; n--) {
                any.append(pieces[random.nextInt(pieces.length)]);
            }
            byte[] bytes = any.toString().getBytes(StandardCharsets.ISO_8859_1);
            String line = of(body(
                    bytes, random.nextBoolean(), "Transfer-Encoding: " + (random.nextBoolean() ? "chunked" : "x")));
            if (line != null) {
                assertThat(line).isNotBlank().hasSizeLessThan(600);
                assertThat(line.chars().filter(Character::isISOControl)).isEmpty();
            }
        }
    }

    private static @Nullable String text(String body, String... fields) {
        return of(body(body.getBytes(StandardCharsets.UTF_8), true, fields));
    }

    private static @Nullable String of(RefusalBody body, String... more) {
        for (String field : more) {
            add(body.fields(), field);
        }
        return BodyText.of(body, text -> text);
    }

    private static RefusalBody body(byte[] bytes, boolean ended, String... fields) {
        HttpHeaders headers = new DefaultHttpHeaders();
        for (String field : fields) {
            add(headers, field);
        }
        StatusLine line = new StatusLine("HTTP/1.1", 1, 1, 400, "No");
        RefusalBody body = new RefusalBody(new ResponseHead(line, headers, ResponseHead.End.EMPTY_LINE));
        ByteBuf in = Unpooled.wrappedBuffer(bytes);
        body.take(in);
        if (ended) {
            body.end();
        }
        return body;
    }

    private static void add(HttpHeaders headers, String field) {
        headers.add(field.split(": ", 2)[0], field.split(": ", 2)[1]);
    }

    private static byte[] gzipped(String text) throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return zipped.toByteArray();
    }

    private static byte[] deflated(String text) throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(zipped)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return zipped.toByteArray();
    }
}
