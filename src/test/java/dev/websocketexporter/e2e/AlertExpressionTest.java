package dev.websocketexporter.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AlertExpressionTest {
    @Test
    void metricsAreFoundAmongFunctionsLabelsAndRanges() {
        assertThat(AlertExpression.metrics("""
                sum without (job, le) (rate(a_bucket{b="c", d=~"e{}"}[5m] offset 23h30m)) > 1e3 # threshold: f
                and on (g) min_over_time(h:i:j5m[1h:1m]) unless ignoring(k) group_left (l) m or absent(n)
                """)).containsExactly("a_bucket", "h:i:j5m", "m", "n");
    }

    @Test
    void queriesOfATemplateAreFound() {
        assertThat(AlertExpression.queries("""
                {{ range printf "a{b=%q}" $labels.b | query | sortByLabel "c" }}d{{ end }}
                {{ with printf "sum by (e) (f{g=%q})" $labels.g | query }}{{ . }}{{ end }}
                """)).containsExactly("a{b=\"\"}", "sum by (e) (f{g=\"\"})");
    }
}
