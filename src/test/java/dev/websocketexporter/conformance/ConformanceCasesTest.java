package dev.websocketexporter.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConformanceCasesTest {
    @Test
    void everyCategoryHasAsManyCasesAsTheDocumentSays() throws IOException {
        List<String> ids =
                ConformanceCases.all().stream().map(ConformanceCase::id).toList();
        assertThat(ConformancePage.casesByCategory(ids)).hasSize(9).isEqualTo(ConformancePage.ownTable());
    }

    /** So that the tables are read, also where the suite cannot be had. */
    @Test
    void theDocumentHasATableOfThePublicSuite() throws IOException {
        assertThat(ConformancePage.suiteTable()).hasSize(11).containsEntry("12", 90L);
        assertThat(ConformancePage.otherVerdicts())
                .containsEntry("5.15", "NON-STRICT")
                .containsEntry("7.1.6", "INFORMATIONAL");
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
