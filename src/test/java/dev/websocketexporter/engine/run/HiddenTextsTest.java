package dev.websocketexporter.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.probe.target.Target;
import dev.websocketexporter.probe.value.Bytes;
import dev.websocketexporter.probe.value.Printable;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A secret that a peer repeats in another form is not shown either. */
class HiddenTextsTest {
    private static final String SECRET = "k3y/+ \"ü\\=&<s>";

    private static ProbeLog hiding(String... secrets) {
        ProbeLog log = new ProbeLog(() -> 0, 0);
        Stream.of(secrets).forEach(log::hide);
        return log;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static Stream<String> forms() {
        String hex = HexFormat.of().formatHex(utf8(SECRET));
        String percent = URLEncoder.encode(SECRET, StandardCharsets.UTF_8);
        Base64.Encoder standard = Base64.getEncoder();
        Base64.Encoder url = Base64.getUrlEncoder();
        String json = "k3y/+ \\\"ü\\\\=&<s>";
        return Stream.of(
                SECRET,
                json,
                "k3y\\/+ \\\"\\u00fc\\\\=\\u0026\\u003cs\\u003E",
                "k3y\\/+ \\\"\\u00FC\\\\=\\u0026\\u003Cs\\u003e",
                percent,
                percent.toLowerCase(Locale.ROOT),
                percent.replace("+", "%20"),
                percent.replace("%", "%25"),
                "k3y%2f+%20%22ü%5c=&<s>",
                "k3y/+ &quot;ü\\=&amp;&lt;s&gt;",
                "k3y&#47;+ &#34;&#xfc;&#92;=&#38;&#x3C;s&#x3e;",
                "k3y/+\n\"ü\\=&<s>",
                new String(utf8(SECRET), StandardCharsets.ISO_8859_1),
                hex,
                hex.toUpperCase(Locale.ROOT),
                HexFormat.ofDelimiter(":").formatHex(utf8(SECRET)),
                HexFormat.ofDelimiter(" ").withUpperCase().formatHex(utf8(SECRET)),
                standard.encodeToString(utf8(SECRET)),
                standard.withoutPadding().encodeToString(utf8(SECRET)),
                url.encodeToString(utf8(SECRET)),
                URLEncoder.encode(standard.encodeToString(utf8(SECRET)), StandardCharsets.UTF_8),
                standard.encodeToString(utf8(SECRET)).replace("/", "\\/"));
    }

    @ParameterizedTest
    @MethodSource("forms")
    void everyFormIsHiddenAlsoInQuotesAndInJson(String form) {
        ProbeLog log = hiding(SECRET);
        assertThat(log.withoutSecrets("no [" + form + "] here")).isEqualTo("no [<secret>] here");
        assertThat(log.withoutSecrets(Printable.quotedAscii("[" + form + "]"))).isEqualTo("\"[<secret>]\"");
        String json = "{\"a\":\"" + form.replace("\\", "\\\\").replace("\"", "\\\"") + "\",\"b\":1}";
        assertThat(log.withoutSecrets(Printable.quotedAscii(json)))
                .isEqualTo("\"{\\\"a\\\":\\\"<secret>\\\",\\\"b\\\":1}\"");
    }

    @ParameterizedTest
    @MethodSource("forms")
    void everyFormIsHiddenInTheHexOfABinaryMessage(String form) {
        boolean twice = form.contains("\u00c3\u00bc");
        byte[] message =
                ("\u0001[" + form + "]\u0002").getBytes(twice ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
        assertThat(hiding(SECRET).hex(Bytes.of(message), message.length)).isEqualTo("015b<secret>5d02");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "ab", "abc", "user:", "käthe:"})
    void isHiddenInBase64OfSomethingLongerAtEachAlignment(String before) {
        for (String secret : List.of("s3cr", "s3cr3", "s3cr3t", "s3cr3t!", "ä?>?~ö")) {
            for (String after : List.of("", "x", "yz", ":word")) {
                byte[] longer = utf8(before + secret + after);
                for (Base64.Encoder encoder : List.of(
                        Base64.getEncoder(),
                        Base64.getUrlEncoder(),
                        Base64.getEncoder().withoutPadding())) {
                    String encoded = encoder.encodeToString(longer);
                    assertThat(hiding(secret).withoutSecrets("Basic " + encoded + " and"))
                            .isEqualTo("Basic <secret> and");
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ws://h/?token=ab%2Fcd%3Def%2B12, ab/cd=ef+12",
        "ws://h/?token=ab%2Fcd%3Def%2B12, ab%2fcd%3def%2b12",
        "ws://h/?token=my+secret+words1, my secret words1",
        "ws://h/?token=my%20secret%20words1, my+secret+words1",
        "ws://h/?token=my+secret+words1, my+secret+words1",
        "ws://h/?token=100%zz4567, 100%zz4567",
        "ws://h/?%C3%A9t%C3%A9-2026x, été-2026x",
        "ws://h/?%C3%A9t%C3%A9-2026x, \\u00e9t\\xe9-2026x"
    })
    void tokenOfTheQueryIsHiddenAlsoAsAServerDecodesIt(String target, String said) throws Exception {
        ProbeLog log = new ProbeLog(() -> 0, 0);
        log.hideQueryOf(Target.parse(target));
        assertThat(log.withoutSecrets("no such token: " + said + "!")).isEqualTo("no such token: <secret>!");
        assertThat(log.withoutSecrets(Printable.quotedAscii("no: " + said + "!")))
                .isEqualTo("\"no: <secret>!\"");
    }

    @ParameterizedTest
    @CsvSource({
        "abcd%2…, <secret>…",
        "abcd%2Fe…, <secret>…",
        "61626364…, <secret>…",
        "abc…, abc…",
        "YWJjZC9l…, <secret>…"
    })
    void beginningIsHiddenWhereAFormWasCutOff(String said, String shown) {
        assertThat(hiding("abcd/ef%g").withoutSecrets("x " + said)).isEqualTo("x " + shown);
    }

    @Test
    void secretOfThreeCharactersTearsNoTextsApart() {
        assertThat(hiding("abc", "").withoutSecrets("abc, YWJj, 616263")).isEqualTo("abc, YWJj, 616263");
    }

    @Test
    void otherTextsStayAsTheyAre() {
        ProbeLog log = hiding(SECRET, "s3cr3t", "Bearer-token.1");
        for (String text : List.of(
                "", "%", "\\", "&", "%2", "\\u00", "&#;", "&#x;", "k3y", "a+b%41\\n&amp;", "…", "100 % of \"k3y/\"")) {
            assertThat(log.withoutSecrets(text)).isEqualTo(text);
        }
        assertThat(log.hex(Bytes.of(utf8("hello")), 3)).isEqualTo("68656c…");
    }

    @Test
    void anyTextIsSearchedInBoundedTime() {
        ProbeLog log = hiding("%%%%%%%%%%%%", "\\\\\\\\\\\\", "    x    x", "++++++++++", "aaaaaaaaaaaaaaaab");
        Random random = new Random(5);
        String alphabet = "%25\\u&+ aAx…\"";
        long begun = System.nanoTime();
        for (int i = 0; i < 200; i++) {
            StringBuilder text = new StringBuilder();
            for (int j = 0; j < 1_000; j++) {
                text.append(alphabet.charAt(random.nextInt(i % alphabet.length() + 1)));
            }
            log.withoutSecrets(text.toString());
        }
        assertThat(System.nanoTime() - begun).isLessThan(10_000_000_000L);
    }

    @Test
    void secretAsLongAsATokenIsHiddenHoweverEachOfItsCharactersIsEscaped() {
        String token = "eyJhbGciOi".repeat(800);
        String hex = HexFormat.of().formatHex(utf8(token));
        for (String form : List.of(
                hex.replaceAll("..", "%$0"),
                hex.replaceAll("..", "%25$0"),
                hex.replaceAll("..", "\\\\u00$0"),
                hex.replaceAll("..", "&#x$0;"))) {
            assertThat(hiding(token).withoutSecrets("no [" + form + "] here")).isEqualTo("no [<secret>] here");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\\", "%", "%25", "+", "&", "&#", " ", "+ ", "\\a", "%2", "a", "YWFh", "61", "a++b++", "\"…"})
    void textThatIsAllEscapesDoesNotHoldTheLoop(String piece) {
        ProbeLog log =
                hiding("s3cr3t", "a".repeat(2_000) + "b", "  x", "a  b  ".repeat(20) + "x", "%".repeat(40) + "x");
        String text = piece.repeat(64 * 1024 / piece.length());
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long begun =
                threads.getCurrentThreadCpuTime(); // of this thread: what others do meanwhile is no fault of the search
        log.withoutSecrets(text);
        log.hex(Bytes.of(utf8(text)), text.length());
        assertThat(threads.getCurrentThreadCpuTime() - begun).isLessThan(3_000_000_000L);
    }

    @Test
    void whatCannotBeSearchedWithinTheBudgetIsHidden() {
        String secret = "a".repeat(4_000) + "b";
        String text = "see " + ("a".repeat(3_999) + "-").repeat(20) + secret;
        assertThat(hiding(secret).withoutSecrets(text)).startsWith("see ").endsWith("<secret>");
        assertThat(hiding(secret).withoutSecrets(text)).doesNotContain("ab");
    }
}
