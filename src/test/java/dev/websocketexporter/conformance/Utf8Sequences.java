package dev.websocketexporter.conformance;

import static dev.websocketexporter.conformance.ConformanceCase.plain;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** 6.5 to 6.23: short texts, each of which is UTF-8 or is not, after Markus Kuhn's stress test for decoders. */
final class Utf8Sequences {
    private static final int FIRST_GROUP = 5;
    private static final String GREEK = "cebae1bdb9cf83cebcceb5";

    /** Where a prefix of the Greek word ends between two characters, in octets. */
    private static final List<Integer> GREEK_ENDS = List.of(2, 5, 7, 9, 11);

    /** Each lacks its last octet. */
    private static final List<String> CUT_OFF =
            List.of("c0", "e080", "f08080", "f8808080", "fc80808080", "df", "efbf", "f7bfbf", "fbbfbfbf", "fdbfbfbfbf");

    private Utf8Sequences() {}

    /**
     * Texts of one kind.
     *
     * @param sequences in the order of their numbers
     */
    record Group(String what, List<Sequence> sequences) {}

    /**
     * One text.
     *
     * @param hex its octets
     * @param valid whether it is UTF-8 (RFC 3629)
     */
    record Sequence(String hex, boolean valid) {
        byte[] bytes() {
            return HexFormat.of().parseHex(hex);
        }
    }

    static List<ConformanceCase> all() {
        List<ConformanceCase> cases = new ArrayList<>();
        int number = FIRST_GROUP;
        for (Group group : groups()) {
            int member = 1;
            for (Sequence sequence : group.sequences()) {
                String what = group.what() + ": " + sequence.hex();
                cases.add(sequenceCase("6." + number + "." + member, what, sequence));
                member++;
            }
            number++;
        }
        return cases;
    }

    private static ConformanceCase sequenceCase(String id, String what, Sequence sequence) {
        Message message = Message.text(sequence.bytes());
        return plain(id, what, wire -> {
            wire.send(message);
            if (sequence.valid()) {
                wire.expect(message);
                wire.closeNormally();
            } else {
                wire.expectClose(Utf8Cases.INVALID_UTF8);
            }
        });
    }

    static List<Group> groups() {
        List<Group> groups = new ArrayList<>(lengths());
        groups.addAll(broken());
        groups.addAll(overlong());
        groups.addAll(codePoints());
        return groups;
    }

    private static List<Group> lengths() {
        return List.of(
                valid(
                        "characters of one to four octets",
                        "68656c6c6f24776f726c64",
                        "68656c6c6fc2a2776f726c64",
                        "68656c6c6fe282ac776f726c64",
                        "68656c6c6ff0a4ada2776f726c64",
                        GREEK),
                prefixes(),
                valid("first character of a length", "00", "c280", "e0a080", "f0908080"),
                invalid("first of five and six octets", "f888808080", "fc8480808080"),
                valid("last character of a length", "7f", "dfbf", "efbfbf", "f48fbfbf"),
                invalid("last of four, five and six octets", "f7bfbfbf", "fbbfbfbfbf", "fdbfbfbfbfbf"),
                new Group(
                        "other borders",
                        List.of(
                                new Sequence("ed9fbf", true),
                                new Sequence("ee8080", true),
                                new Sequence("efbfbd", true),
                                new Sequence("f48fbfbf", true),
                                new Sequence("f4908080", false))));
    }

    private static Group prefixes() {
        return new Group(
                "prefix of a valid text",
                IntStream.rangeClosed(1, GREEK.length() / 2)
                        .mapToObj(octets -> new Sequence(GREEK.substring(0, 2 * octets), GREEK_ENDS.contains(octets)))
                        .toList());
    }

    private static List<Group> broken() {
        List<String> lonely = Stream.of(
                        octets(0xc0, 0xdf, "20"),
                        octets(0xe0, 0xef, "20"),
                        octets(0xf0, 0xf7, "20"),
                        octets(0xf8, 0xfb, "20"),
                        octets(0xfc, 0xfd, "20"))
                .toList();
        return List.of(
                invalid(
                        "continuation octets without a start",
                        "80",
                        "bf",
                        "80bf",
                        "80bf80",
                        "80bf80bf",
                        "80bf80bf80",
                        "80bf80bf80bf",
                        octets(0x80, 0xbf, "")),
                invalid("start octets alone", lonely.toArray(String[]::new)),
                invalid("last octet missing", CUT_OFF.toArray(String[]::new)),
                invalid("several with their last octet missing", String.join("", CUT_OFF)),
                invalid("impossible octets", "fe", "ff", "fefeffff"));
    }

    /** All octets of that range, each with the same after it. */
    private static String octets(int first, int last, String behind) {
        StringBuilder hex = new StringBuilder();
        IntStream.rangeClosed(first, last)
                .forEach(octet -> hex.append(Integer.toHexString(octet)).append(behind));
        return hex.toString();
    }

    private static List<Group> overlong() {
        return List.of(
                invalid("overlong slash", "c0af", "e080af", "f08080af", "f8808080af", "fc80808080af"),
                invalid("longest overlong", "c1bf", "e09fbf", "f08fbfbf", "f887bfbfbf", "fc83bfbfbfbf"),
                invalid("overlong NUL", "c080", "e08080", "f0808080", "f880808080", "fc8080808080"));
    }

    private static List<Group> codePoints() {
        return List.of(
                invalid("surrogate", "eda080", "edadbf", "edae80", "edafbf", "edb080", "edbe80", "edbfbf"),
                invalid(
                        "pair of surrogates",
                        "eda080edb080",
                        "eda080edbfbf",
                        "edadbfedb080",
                        "edadbfedbfbf",
                        "edae80edb080",
                        "edae80edbfbf",
                        "edafbfedb080",
                        "edafbfedbfbf"),
                valid("non-character", nonCharacters()),
                valid("special", "efbfb9", "efbfba", "efbfbb", "efbfbc", "efbfbd", "efbfbe", "efbfbf"));
    }

    /** U+FFFE and U+FFFF, and the same of the sixteen planes above. */
    private static String[] nonCharacters() {
        return IntStream.rangeClosed(0, 16)
                .boxed()
                .flatMap(plane -> Stream.of(plane << 16 | 0xfffe, plane << 16 | 0xffff))
                .map(Character::toString)
                .map(text -> HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8)))
                .toArray(String[]::new);
    }

    private static Group valid(String what, String... hex) {
        return new Group(
                what, Arrays.stream(hex).map(each -> new Sequence(each, true)).toList());
    }

    private static Group invalid(String what, String... hex) {
        return new Group(
                what, Arrays.stream(hex).map(each -> new Sequence(each, false)).toList());
    }
}
