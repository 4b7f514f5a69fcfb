package dev.websocketexporter.config.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.config.yaml.ConfigError.Position;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PositionTest {
    static List<Arguments> texts() {
        return List.of(
                Arguments.of("", "1:1"),
                Arguments.of("ab", "1:3"),
                Arguments.of("a\n", "2:1"),
                Arguments.of("a\r\nb", "2:2"),
                Arguments.of("a\rb", "2:2"),
                Arguments.of("a\r", "2:1"),
                Arguments.of("a\r\r\nbc", "3:3"),
                Arguments.of("\uD83D\uDE00", "1:2"));
    }

    /** A character beyond 16 bits is one column, and a carriage return begins a line unless a line feed follows it. */
    @ParameterizedTest
    @MethodSource("texts")
    void placeAfterATextCountsItsLinesAndCharacters(String text, String place) {
        assertThat(Position.after(text)).hasToString(place);
    }

    @Test
    void placesComeInTheOrderOfTheirLinesAndThenOfTheirColumns() {
        assertThat(new Position(2, 1)).isGreaterThan(new Position(1, 9)).isLessThan(new Position(2, 2));
    }
}
