package dev.websocketexporter.probe.value;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryValuesTest {
    @ParameterizedTest
    @CsvSource({
        "ws://h/a, ws://h/a",
        "ws://h/a?, ws://h/a?",
        "ws://h/a?token=b, ws://h/a?token=<secret>",
        "ws://h/a?a=b&c=d;e=f, ws://h/a?a=<secret>&c=<secret>;e=<secret>",
        "ws://h/a?a=b=c, ws://h/a?a=<secret>",
        "ws://h/a?a=b?c=d, ws://h/a?a=<secret>",
        "ws://h/a?b, ws://h/a?<secret>",
        "ws://h/a?b&c=d, ws://h/a?<secret>&c=<secret>",
        "ws://h/a?c=d&b, ws://h/a?c=<secret>&<secret>",
        "ws://h/a?b/c, ws://h/a?<secret>",
        "ws://h/a?dG9rZW4=, ws://h/a?<secret>",
        "ws://h/a?dG9rZQ==, ws://h/a?<secret>",
        "ws://h/a?=b, ws://h/a?=<secret>",
        "ws://h/a?a=b&&c=d, ws://h/a?a=<secret>&&c=<secret>",
        "ws://h/a#access_token=b, ws://h/a#access_token=<secret>",
        "ws://h/a?a=$1\\, ws://h/a?a=<secret>",
        "?a=b#c?d=e, ?a=<secret>#c?d=<secret>"
    })
    void everyValueIsHiddenAndNamesAreNot(String url, String hidden) {
        assertThat(QueryValues.hideIn(url)).isEqualTo(hidden);
    }
}
