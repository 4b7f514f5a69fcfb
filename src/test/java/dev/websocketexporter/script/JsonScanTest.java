package dev.websocketexporter.script;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.websocketexporter.probe.value.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonScanTest {
    private static final List<String> POINTERS = List.of("/a", "/b/0", "/a/b", "");

    private static @Nullable JsonScan scan(String text, List<String> pointers) {
        JsonPlaces places = JsonPlaces.none();
        for (int i = 0; i < pointers.size(); i++) {
            places.add(pointers.get(i), i);
        }
        return JsonScan.of(Bytes.of(text.getBytes(StandardCharsets.UTF_8)), places);
    }

    /** What the library that makes trees finds. */
    private static @Nullable String expected(JsonNode root, String pointer) {
        JsonNode node = root.at(JsonPointer.compile(pointer));
        return node.isValueNode() && !node.isNull() ? (node.isTextual() ? node.textValue() : "") : null;
    }

    private static void assertAsTheLibrary(String text, List<String> pointers) {
        JsonScan scan = scan(text, pointers);
        JsonNode root;
        try {
            root = JsonText.parse(text);
        } catch (JsonProcessingException e) {
            assertThat(scan).as("no JSON: %s", text).isNull();
            return;
        }
        assertThat(scan).as("JSON: %s", text).isNotNull();
        for (int i = 0; i < pointers.size() && scan != null; i++) {
            String wanted = expected(root, pointers.get(i));
            String found = scan.value(i);
            String shown = found != null && !scan.isString(i) ? "" : found;
            assertThat(shown).as("%s in %s", pointers.get(i), text).isEqualTo(wanted);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"a\":1} | /a | 1",
                " { \"a\" : \"x\" , \"b\":2 } | /a | x",
                "{\"a\":{\"b\":[10,{\"c\":true}]}} | /a/b/1/c | true",
                "{\"a/b\":1,\"m~n\":2} | /a~1b | 1",
                "{\"a/b\":1,\"m~n\":2} | /m~0n | 2",
                "{\"\":-1.50e+3} | / | -1.50e+3",
                "[\"x\"] | /0 | x",
                "{\"0\":\"key\"} | /0 | key",
                "{\"\\u0061\":\"\\u00e9\\n\"} | /a | ~é\n~",
                "{\"é\":\"ü\"} | /é | ü",
                "{\"a\":1,\"a\":2} | /a | 2",
                "\"whole\" | ~~ | whole"
            })
    void valueIsFoundAtItsPlace(String text, String pointer, String value) {
        JsonScan scan = scan(text, List.of(pointer));
        assertThat(scan).isNotNull();
        assertThat(scan == null ? null : scan.value(0)).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"a\":null} | /a",
                "{\"a\":{}} | /a",
                "{\"a\":[1]} | /a",
                "{\"a\":1,\"a\":null} | /a",
                "{\"a\":{\"b\":1},\"a\":2} | /a/b",
                "[1] | /00",
                "[1] | /-",
                "[1] | /1",
                "{\"b\":1} | /a"
            })
    void noValueIsFoundWhereThereIsNone(String text, String pointer) {
        JsonScan scan = scan(text, List.of(pointer));
        assertThat(scan).isNotNull();
        assertThat(scan == null ? "" : scan.value(0)).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "~~",
                "{",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "{a:1}",
                "[1,]",
                "[1 2]",
                "01",
                "1.",
                ".1",
                "-",
                "+1",
                "1e",
                "tru",
                "\"\\x\"",
                "\"\\u12g4\"",
                "\"open",
                "{\"a\":1} x",
                "{\"a\":1}{}",
                "'a'",
                "NaN",
                "// c",
                "{\"a\":\"\u0001\"}",
                "1 2",
                "[[]",
                "{\"a\":1]",
                "nullx",
                "\"\\"
            })
    void whatIsNoJsonHasNoValues(String text) {
        assertThat(scan(text, List.of("/a"))).isNull();
        assertAsTheLibrary(text, List.of("/a"));
    }

    @Test
    void nestingIsReadAsDeepAsTheLibraryReadsIt() {
        for (int depth : new int[] {999, 1_000, 1_001, 100_000}) {
            assertAsTheLibrary("[".repeat(depth) + "]".repeat(depth), List.of(""));
            assertAsTheLibrary("{\"a\":".repeat(depth) + "1" + "}".repeat(depth), List.of("/a"));
        }
    }

    @Test
    void anyTextIsReadAsTheLibraryReadsIt() {
        Random random = new Random(7);
        String[] parts = {
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\"a\"",
            "\"b\"",
            "\"\\u0061\"",
            "\"x\\ny\"",
            "1",
            "-2.5e3",
            "0",
            "true",
            "null",
            " ",
            "\"é\"",
            "\"",
            "\\",
            "00",
            "fals"
        };
        for (int i = 0; i < 60_000; i++) {
            StringBuilder text = new StringBuilder();
            int length = random.nextInt(14);
            for (int part = 0; part < length; part++) {
                text.append(parts[random.nextInt(parts.length)]);
            }
            assertAsTheLibrary(text.toString(), POINTERS);
        }
    }

    @Test
    void anyJsonIsReadAsTheLibraryReadsIt() {
        Random random = new Random(11);
        for (int i = 0; i < 20_000; i++) {
            assertAsTheLibrary(json(random, 0), POINTERS);
        }
    }

    private static String json(Random random, int depth) {
        int kind = random.nextInt(depth > 3 ? 5 : 8);
        return switch (kind) {
            case 0 -> String.valueOf(random.nextInt(1_000) - 500);
            case 1 -> "\"" + "abc".substring(random.nextInt(3)) + (random.nextBoolean() ? "\\\"" : "") + "\"";
            case 2 -> random.nextBoolean() ? "true" : "false";
            case 3 -> "null";
            case 4 -> random.nextInt(9) + ".5E" + random.nextInt(3);
            case 5 -> "[" + json(random, depth + 1) + " , " + json(random, depth + 1) + "]";
            default ->
                "{" + name(random) + ":" + json(random, depth + 1) + "," + name(random) + ": " + json(random, depth + 1)
                        + "}";
        };
    }

    private static String name(Random random) {
        return new String[] {"\"a\"", "\"b\"", "\"\\u0061\"", "\"\""}[random.nextInt(4)];
    }
}
