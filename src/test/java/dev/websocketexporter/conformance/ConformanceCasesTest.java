package dev.websocketexporter.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ConformanceCasesTest {
    /** A row of the table: category, what it is about, how many cases. */
    private static final Pattern ROW = Pattern.compile("\\| (\\w+) \\| [^|]+ \\| (\\d+) \\|");

    @Test
    void everyCategoryHasAsManyCasesAsTheDocumentSays() throws IOException {
        Map<String, Long> said = new TreeMap<>();
        for (String line : Files.readAllLines(Path.of("docs/conformance.md"))) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                said.put(row.group(1), Long.valueOf(row.group(2)));
            }
        }
        Map<String, Long> cases = ConformanceCases.all().stream()
                .collect(Collectors.groupingBy(
                        each -> each.id().substring(0, each.id().indexOf('.')), TreeMap::new, Collectors.counting()));
        assertThat(cases).hasSize(13).isEqualTo(said);
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
