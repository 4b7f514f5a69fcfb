package dev.websocketexporter.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import com.google.re2j.Pattern;
import dev.websocketexporter.probe.module.Conversation.Expectation;
import dev.websocketexporter.probe.module.Conversation.JsonValue;
import dev.websocketexporter.probe.value.Bytes;
import dev.websocketexporter.script.Judge.Judgement;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonJudgeTest {
    private static Judgement judge(String json, Map<String, JsonValue> members) {
        return Judge.of(
                new Message(Message.Kind.TEXT, Bytes.of(json.getBytes(StandardCharsets.UTF_8))),
                new Expectation.Json(members));
    }

    private static Judgement equal(String json, String pointer, @Nullable Object value) {
        return judge(json, Map.of(pointer, new JsonValue.EqualTo(value)));
    }

    private static Judgement matching(String json, String pointer, String regexp) {
        return judge(json, Map.of(pointer, new JsonValue.Matching(Pattern.compile(regexp))));
    }

    private static void assertMatch(Judgement judgement) {
        assertThat(judgement).isInstanceOf(Judgement.Match.class);
    }

    private static String why(Judgement judgement) {
        assertThat(judgement).isInstanceOf(Judgement.Mismatch.class);
        return ((Judgement.Mismatch) judgement).why();
    }

    @ParameterizedTest
    @CsvSource({"1,1.0", "1.0,1", "1e2,100", "100,1E+2", "-0,0", "0.10,0.1", "12345678901234567890,12345678901234567890"
    })
    void numbersAreEqualByTheirValue(String seen, BigDecimal expected) {
        assertMatch(equal(seen, "", expected));
    }

    @ParameterizedTest
    @CsvSource({"7,2E+2,200", "7,1E-7,0.0000001", "2e2,7,7", "7,1E+99,1000", "7,1E+100,1E+100", "7,-5E+1,-50"})
    void numbersAreShownWithoutAnExponentAsFarAsThatIsReadable(String seen, BigDecimal expected, String shown) {
        assertThat(why(equal(seen, "", expected))).contains(" (expected: " + shown);
        assertThat(why(equal(seen, "", List.of(Map.of("a", expected))))).contains("(expected: [{\"a\":" + shown);
    }

    @Test
    void numberOfAMessageIsShownWithoutAnExponentToo() {
        assertThat(why(equal("[2E2]", "/0", BigDecimal.ONE))).isEqualTo("/0 is 200 (expected: 1)");
        assertThat(why(equal("{\"a\":[2E+2]}", "/a", BigDecimal.ONE))).isEqualTo("/a is [2E+2] (expected: 1)");
        assertThat(why(equal("1e999999", "", BigDecimal.ONE))).isEqualTo("the whole is 1E+999999 (expected: 1)");
    }

    @ParameterizedTest
    @CsvSource({"1.0000000000000000000000001,1", "9007199254740993,9007199254740992", "1e999999999,1"})
    void numbersAreComparedToTheLastDigit(String seen, BigDecimal expected) {
        assertThat(why(equal(seen, "", expected))).startsWith("the whole is ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1e9999999999",
                "-1E+9999999999",
                "1e-9999999999",
                "1e2147483649",
                "1e-2147483648",
                "0.0000001e-2147483647",
                "1e99999999999999999999999999",
                "1.5e-00000000000099999999999"
            })
    void numberWithAnExponentBeyondEveryTypeIsJsonThatEqualsNothing(String seen) {
        for (String expected : List.of("0", "1", "-1", "1e2147483647", "1e-2147483647")) {
            assertThat(why(equal(seen, "", new BigDecimal(expected))))
                    .startsWith("the whole is " + seen + " (expected: ");
        }
        assertMatch(equal("{\"a\":1,\"b\":[" + seen + "]}", "/a", BigDecimal.ONE));
        assertThat(why(equal("[" + seen + "]", "", List.of(BigDecimal.ONE)))).startsWith("the whole is [" + seen + "]");
        assertMatch(matching(seen, "", "^" + seen.replace("+", "\\+") + "$"));
    }

    @ParameterizedTest
    @CsvSource({"0e9999999999,0", "-0.00E-9999999999,0", "0.1e2147483648,1e2147483647", "10e-2147483648,1e-2147483647"})
    void numberWithSuchAnExponentIsComparedIfItsValueCanBe(String seen, BigDecimal expected) {
        assertMatch(equal(seen, "", expected));
    }

    @ParameterizedTest
    @MethodSource("excessive")
    void whatIsTooMuchToCompareIsSaidInPlainWordsAndSoon(String json) {
        assertTimeout(
                Duration.ofSeconds(5),
                () -> assertThat(why(equal(json, "", BigDecimal.ONE)))
                        .matches("JSON that is not compared: (its depth of nesting is over 1,000|the length of a number"
                                + " in it is over 1,000 digits|it has more values than the exporter has memory for);"
                                + " expected: JSON with the whole: 1"));
    }

    static List<String> excessive() {
        return List.of(
                "9".repeat(1_001),
                "9".repeat(1 << 20),
                "1." + "9".repeat(1 << 20),
                "1e" + "9".repeat(5_000),
                "[".repeat(1_001) + "]".repeat(1_001),
                "{\"a\":".repeat(100_000));
    }

    @Test
    void namesThatAServerSentAreNotKeptForLaterTexts() throws Exception {
        String text = "{\"" + "n".repeat(10_000) + "\":1}";
        String first = JsonText.parse(text).fieldNames().next();
        String second = JsonText.parse(text).fieldNames().next();
        assertThat(second).isEqualTo(first).isNotSameAs(first);
    }

    @Test
    void valuesOfEveryKindAreCompared() {
        assertMatch(equal("{\"a\":\"é\\n\"}", "/a", "é\n"));
        assertMatch(equal("{\"a\":true}", "/a", true));
        assertMatch(equal("{\"a\":null}", "/a", null));
        assertMatch(equal("[1,[\"x\"]]", "", List.of(BigDecimal.ONE, List.of("x"))));
        assertMatch(equal("{\"b\":2,\"a\":1}", "", Map.of("a", BigDecimal.ONE, "b", new BigDecimal("2.0"))));
    }

    @Test
    void kindsAreNotMixedUp() {
        why(equal("{\"a\":\"1\"}", "/a", BigDecimal.ONE));
        why(equal("{\"a\":1}", "/a", "1"));
        why(equal("{\"a\":1}", "/a", true));
        why(equal("{\"a\":\"null\"}", "/a", null));
        why(equal("{}", "/a", null));
        why(equal("[1]", "", List.of(BigDecimal.ONE, BigDecimal.TEN)));
        why(equal("{\"a\":1,\"b\":2}", "", Map.of("a", BigDecimal.ONE)));
    }

    @Test
    void pointersAreThoseOfTheStandard() {
        String json = "{\"a/b\":{\"m~n\":[10,20]},\"\":0,\" \":7}";
        assertMatch(equal(json, "/a~1b/m~0n/1", new BigDecimal(20)));
        assertMatch(equal(json, "/", BigDecimal.ZERO));
        assertMatch(equal(json, "/ ", new BigDecimal(7)));
        assertThat(why(equal(json, "/a~1b/m~0n/2", BigDecimal.ONE)))
                .isEqualTo("/a~1b/m~0n/2 is not there (expected: 1)");
        assertThat(why(equal(json, "/a~1b/m~0n/01", BigDecimal.ONE)))
                .isEqualTo("/a~1b/m~0n/01 is not there (expected: 1)");
    }

    @Test
    void mismatchSaysWhereWhatAndWhatWasExpected() {
        assertThat(why(equal("{\"type\":\"nack\"}", "/type", "ack")))
                .isEqualTo("/type is \"nack\" (expected: \"ack\")");
        assertThat(why(matching("{\"type\":\"nack\"}", "/type", "^ack$")))
                .isEqualTo("/type is \"nack\" (expected: a match of ^ack$)");
        assertThat(why(equal("{\"a\":\"" + "x".repeat(5000) + "\"}", "/a", "y")))
                .hasSizeLessThan(300);
    }

    @Test
    void everyMemberMustHold() {
        Map<String, JsonValue> members = new LinkedHashMap<>();
        members.put("/type", new JsonValue.EqualTo("ack"));
        members.put("/code", new JsonValue.EqualTo(BigDecimal.ZERO));
        assertMatch(judge("{\"type\":\"ack\",\"code\":0}", members));
        assertThat(why(judge("{\"type\":\"ack\",\"code\":1}", members))).isEqualTo("/code is 1 (expected: 0)");
    }

    @Test
    void regularExpressionsAreFoundInTheTextOfAValue() {
        assertMatch(matching("{\"a\":\"x-42-y\"}", "/a", "\\d+"));
        assertMatch(matching("{\"a\":true}", "/a", "^true$"));
        assertMatch(matching("{\"a\":1.50}", "/a", "^1\\.50$"));
        assertMatch(matching("{\"a\":1e3}", "/a", "^1000$"));
        assertMatch(matching("{\"a\":1e999}", "/a", "^1E\\+999$"));
        why(matching("{\"a\":null}", "/a", ".*"));
        why(matching("{\"a\":{}}", "/a", ".*"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "hello",
                "{\"a\":1} x",
                "{\"a\":1}{}",
                "{'a':1}",
                "{\"a\":1,}",
                "{\"a\":01}",
                "{\"a\":NaN}",
                "// c\n{\"a\":1}",
                "{\"a\":1"
            })
    void whatIsNoJsonIsNone(String text) {
        assertThat(why(equal(text, "/a", BigDecimal.ONE)))
                .startsWith("no JSON: ")
                .endsWith("; expected: JSON with /a: 1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"a":1}{"a":2} | something follows the value, such as a second one (newline-delimited JSON is several texts)
            {"a":1}\\n{"a":2}\\n | something follows the value, such as a second one (newline-delimited JSON is several texts)
            {"a":1}\\0 | a NUL character follows the value
            {"a":1}\\u001e | a record separator (U+001E) follows the value
            \\u001e{"a":1} | it begins with a record separator (U+001E)
            \\ufeff{"a":1} | it begins with a byte order mark
            {"a":NaN} | NaN is no number of JSON
            {"a":-Infinity} | -Infinity is no number of JSON
            {"a":True} | "True" is no value of JSON
            // c\\n{"a":1} | it has a comment, which JSON does not have
            {"a":1} // c | it has a comment, which JSON does not have
            {"a":1, # c\\n"b":2} | it has a comment, which JSON does not have
            {'a':1} | it has a text in single quotes
            {"a":1,} | the character "}" is not allowed there
            {"a":1 | it ends too early
            <html> | the character "<" is not allowed there
            \\n | there is nothing in it
            """)
    void whatIsNoJsonIsToldInPlainWords(String escaped, String words) {
        String text = escaped.replace("\\n", "\n")
                .replace("\\0", "\0")
                .replace("\\u001e", "\u001e")
                .replace("\\ufeff", "\ufeff");

        assertThat(why(equal(text, "/a", BigDecimal.ONE)))
                .isEqualTo("no JSON: " + words + "; expected: JSON with /a: 1");
    }

    @Test
    void ofEqualNamesTheLastCounts() {
        assertMatch(equal("{\"a\":2,\"a\":1}", "/a", BigDecimal.ONE));
    }

    @Test
    void anEnormousNumberIsAnotherOneOrNone() {
        for (String number : List.of("1e999999999", "1e9999999999", "-1e-999999999", "1e2147483648")) {
            assertThat(why(equal("{\"a\":" + number + "}", "/a", BigDecimal.ONE)))
                    .isNotEmpty();
        }
    }

    @Test
    void nestingAndDigitsAreBounded() {
        assertThat(why(equal("[".repeat(100_000), "", "x")))
                .startsWith("JSON that is not compared: its depth of nesting is over 1,000;");
        assertThat(why(equal("9".repeat(2_000), "", "x")))
                .startsWith("JSON that is not compared: the length of a number in it is over 1,000 digits;");
        assertMatch(equal("{\"" + "x".repeat(60_000) + "\":0,\"b\":1}", "/b", BigDecimal.ONE));
    }

    @Test
    void otherEncodingsThanUtf8AreNoJson() {
        Judgement judgement = Judge.of(
                new Message(Message.Kind.BINARY, Bytes.of("{\"a\":1}".getBytes(StandardCharsets.UTF_16BE))),
                new Expectation.Json(Map.of("/a", new JsonValue.EqualTo(BigDecimal.ONE))));
        assertThat(why(judgement)).startsWith("no JSON: ");
    }
}
