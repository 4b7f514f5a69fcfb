package dev.websocketexporter.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueryParametersTest {
    @ParameterizedTest
    @CsvSource({"a%252Bb, a%2Bb", "a%2Bb, a+b", "%C3%A4, ä", "ä, ä", "x=y, x=y", "%26, &"})
    void valuesAreDecodedExactlyOnce(String raw, String decoded) throws Exception {
        assertThat(QueryParameters.parse("z=1&v=" + raw).single("v")).isEqualTo(decoded);
    }

    @Test
    void plusIsASpace() throws Exception {
        assertThat(QueryParameters.parse("v=a+b").single("v")).isEqualTo("a b");
    }

    @Test
    void absentAndEmptyAreTheSame() throws Exception {
        assertThat(QueryParameters.parse(null).single("v")).isNull();
        assertThat(QueryParameters.parse("v").single("v")).isNull();
        assertThat(QueryParameters.parse("v=").single("v")).isNull();
        assertThat(QueryParameters.parse("debug=true").flag("debug")).isTrue();
        assertThat(QueryParameters.parse("debug=1").flag("debug")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"v=%", "v=%4", "v=%zz", "v=%４１"})
    void percentSignWithoutDigitsIsRefused(String query) {
        assertThatThrownBy(() -> QueryParameters.parse(query))
                .hasMessage("query parameter \"v\" has a percent sign without two hexadecimal digits after it"
                        + " (expected: %25 for a percent sign itself)");
    }

    @Test
    void theNameOfABadParameterIsToldOnOneShortLine() {
        assertThatThrownBy(() -> QueryParameters.parse("a%0D%0Ab%1B=%"))
                .hasMessageStartingWith("query parameter \"a??b?\" has a percent sign");
        assertThatThrownBy(() -> QueryParameters.parse("n".repeat(5_000) + "=%"))
                .hasMessageStartingWith("query parameter \"" + "n".repeat(64) + "…\" has a percent sign");
    }

    @Test
    void bytesThatTheServerCouldNotDecodeAreRefused() throws Exception {
        assertThatThrownBy(() -> QueryParameters.parse("v=a\uFFFD"))
                .hasMessage("query parameter \"v\" is not UTF-8 after decoding (expected: UTF-8)");
        assertThat(QueryParameters.parse("v=%EF%BF%BD").single("v")).isEqualTo("\uFFFD");
    }
}
