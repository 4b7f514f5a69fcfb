package dev.websocketexporter.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.websocketexporter.testkit.PromQl.LabelMatcher;
import dev.websocketexporter.testkit.PromQl.Selector;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the rules see of an expression is what stands there. */
class PromQlTest {
    @Test
    void selectorsHaveTheirMatchersRangeAndFunction() {
        PromQl read =
                PromQl.read("sum by (le) (rate(a_bucket{job=~\"$job\", le=\"0.1\"}[$__rate_interval])) / b > 2e-3");

        assertThat(read.selectors())
                .containsExactly(
                        new Selector(
                                "a_bucket",
                                List.of(new LabelMatcher("job", "=~", "$job"), new LabelMatcher("le", "=", "0.1")),
                                "$__rate_interval",
                                "rate"),
                        new Selector("b", List.of(), "", ""));
        assertThat(read.groupedBy()).containsExactly("le");
        assertThat(read.variables()).containsExactly("job", "__rate_interval");
    }

    @Test
    void groupingAfterTheArgumentsAndSubqueriesAreRead() {
        PromQl read = PromQl.read("max_over_time((timestamp(a == 1))[$__range:10s]) and on (x, y) sum(b) by (z)");

        assertThat(read.selectors()).extracting(Selector::metric).containsExactly("a", "b");
        assertThat(read.groupedBy()).containsExactly("x", "y", "z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "sum(a", "a)", "a{job=\"x\"", "rate(a[5m)", "a{job=\"x}", "a ? b", "sum by (a"})
    void brokenExpressionsAreRefused(String expression) {
        assertThrows(IllegalArgumentException.class, () -> PromQl.read(expression));
    }
}
