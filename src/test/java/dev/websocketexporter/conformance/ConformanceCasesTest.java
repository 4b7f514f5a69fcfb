package dev.websocketexporter.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ConformanceCasesTest {
    /** Of each category of the suite, then our own. */
    private static final Map<String, Long> CASES = Map.ofEntries(
            Map.entry("1", 16L),
            Map.entry("2", 11L),
            Map.entry("3", 7L),
            Map.entry("4", 10L),
            Map.entry("5", 20L),
            Map.entry("6", 145L),
            Map.entry("7", 37L),
            Map.entry("9", 54L),
            Map.entry("10", 1L),
            Map.entry("12", 90L),
            Map.entry("13", 126L),
            Map.entry("P", 72L),
            Map.entry("R", 14L));

    @Test
    void everyCategoryIsComplete() {
        Map<String, Long> cases = ConformanceCases.all().stream()
                .collect(Collectors.groupingBy(
                        each -> each.id().substring(0, each.id().indexOf('.')), TreeMap::new, Collectors.counting()));
        assertThat(cases).isEqualTo(new TreeMap<>(CASES));
    }

    @Test
    void numbersOfAGroupFollowEachOther() {
        List<String> ids =
                ConformanceCases.all().stream().map(ConformanceCase::id).toList();
        assertThat(ids).doesNotHaveDuplicates().allSatisfy(id -> {
            int point = id.lastIndexOf('.');
            int number = Integer.parseInt(id.substring(point + 1));
            if (number > 1) {
                assertThat(ids).contains(id.substring(0, point + 1) + (number - 1));
            }
        });
    }

    @Test
    void whatIsCalledUtf8IsUtf8AndNothingElse() {
        assertThat(Utf8Sequences.groups())
                .flatExtracting(Utf8Sequences.Group::sequences)
                .allSatisfy(sequence ->
                        assertThat(isUtf8(sequence.hex())).as(sequence.hex()).isEqualTo(sequence.valid()));
    }

    private static boolean isUtf8(String hex) {
        try {
            StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(HexFormat.of().parseHex(hex)));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
