package dev.websocketexporter.script;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import dev.websocketexporter.probe.module.Conversation.Expectation;
import dev.websocketexporter.probe.module.Template;
import dev.websocketexporter.probe.value.Bytes;
import dev.websocketexporter.script.Judge.Judgement;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JudgeTest {
    private static Message text(String text) {
        return new Message(Message.Kind.TEXT, Bytes.of(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static Message binary(int... bytes) {
        byte[] payload = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            payload[i] = (byte) bytes[i];
        }
        return new Message(Message.Kind.BINARY, Bytes.of(payload));
    }

    private static Judgement matching(String regexp, Message message) {
        return Judge.of(message, new Expectation.Matching(Pattern.compile(regexp)));
    }

    private static String expanded(Judgement judgement, String template) {
        assertThat(judgement).isInstanceOf(Judgement.Match.class);
        return ((Judgement.Match) judgement).captures().expand(Template.of(template, Template.Dialect.GO));
    }

    private static String why(Judgement judgement) {
        assertThat(judgement).isInstanceOf(Judgement.Mismatch.class);
        return ((Judgement.Mismatch) judgement).why();
    }

    @Test
    void regularExpressionIsFoundAnywhere() {
        Judgement judgement = matching("\"status\":\"(\\w+)\"", text("{\"status\":\"up\"}"));
        assertThat(expanded(judgement, "<$1|${0}>")).isEqualTo("<up|\"status\":\"up\">");
    }

    @Test
    void groupsAreKeptUnderTheirNameToo() {
        Judgement judgement = matching("(?P<user>\\w+)@(?P<host>\\w+)(!)?", text("me@here"));
        assertThat(expanded(judgement, "$host $user $1 $2 [$3] [$4]")).isEqualTo("here me me here [] []");
    }

    /** As Go has it: {@code 01} is a name, and {@code 1} a number even where a group is called so. */
    @Test
    void numbersAreNoNames() {
        Judgement judgement = matching("(?P<01>a)(?P<1>b)", text("ab"));
        assertThat(expanded(judgement, "$01 $1 $2")).isEqualTo("a a b");
    }

    @Test
    void mismatchSaysWhatWasExpected() {
        assertThat(why(matching("^pong$", text("ping"))))
                .isEqualTo("expected: a match of the regular expression ^pong$");
    }

    /** Go takes each byte that is no part of a character for one U+FFFD, and never runs past the end. */
    @Test
    void bytesThatAreNoCharactersCountOneByOne() {
        assertThat(expanded(matching("a(.*)b$", binary('a', 0xe2, 0x82, 'b')), "$1"))
                .isEqualTo("\uFFFD\uFFFD");
        assertThat(expanded(matching("^(.{4})$", binary(0xf0, 0x9f, 0x98, 0xff)), "$1"))
                .isEqualTo("\uFFFD".repeat(4));
        assertThat(expanded(matching("^(.)$", binary(0xc3)), "$1")).isEqualTo("\uFFFD");
        assertThat(expanded(matching("^(.{3})$", binary(0xed, 0xa0, 0x80)), "$1"))
                .isEqualTo("\uFFFD".repeat(3));
    }

    @Test
    void binaryMessageIsMatchedAsTheTextInIt() {
        assertThat(expanded(matching("\\x{1F600}(\\x00)é", binary(0xf0, 0x9f, 0x98, 0x80, 0, 0xc3, 0xa9)), "[$1]"))
                .isEqualTo("[\0]");
    }

    @Test
    void exactBytesAreThoseOfAnyKindOfMessage() {
        Expectation.Exactly expected = new Expectation.Exactly(Bytes.of(new byte[] {'h', 'i'}));
        assertThat(Judge.of(text("hi"), expected)).isInstanceOf(Judgement.Match.class);
        assertThat(Judge.of(binary('h', 'i'), expected)).isInstanceOf(Judgement.Match.class);
        assertThat(why(Judge.of(binary('h', 'i', '!'), expected))).isEqualTo("expected: the 2 bytes 6869");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 40_000})
    void lengthOfAMessageDoesNotMatter(int length) {
        assertThat(expanded(matching("^(x*)$", text("x".repeat(length))), "$1")).hasSize(length);
    }

    @Test
    void earlierCapturesStandBehindLaterOnes() {
        Captures first = captures("(a)(?P<id>b)", "ab");
        Captures second = captures("(c)", "c");
        Template template = Template.of("${0} ${1} ${2} ${id}", Template.Dialect.BRACED);
        assertThat(second.over(first).expand(template)).isEqualTo("c c b b");
        assertThat(Captures.NONE.over(first).expand(template)).isEqualTo("ab a b b");
    }

    private static Captures captures(String regexp, String message) {
        return ((Judgement.Match) matching(regexp, text(message))).captures();
    }
}
