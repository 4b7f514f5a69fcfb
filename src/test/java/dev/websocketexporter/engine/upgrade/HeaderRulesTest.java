package dev.websocketexporter.engine.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import dev.websocketexporter.probe.module.SuccessCriteria.HeaderRule;
import dev.websocketexporter.probe.module.SuccessCriteria.HeaderRule.FailsWhen;
import dev.websocketexporter.probe.report.Failure;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The rules about headers, as blackbox_exporter's http prober judges them. */
class HeaderRulesTest {
    private static final String REASON = "processing/header_mismatch: ";

    @Test
    void oneValueThatMatchesBreaksAMatchRule() {
        assertThat(judged(FailsWhen.MATCHES, "^old", false, "new")).isNull();
        assertThat(judged(FailsWhen.MATCHES, "^old", false, "an old one")).isNull();
        assertThat(judged(FailsWhen.MATCHES, "^old", false, "new", "older"))
                .hasToString(REASON + "Server: \"older\" (expected: no match of \"^old\")");
    }

    @Test
    void oneValueThatMatchesKeepsANotMatchRule() {
        assertThat(judged(FailsWhen.NOT_MATCHES, "new", false, "old", "a new one"))
                .isNull();
        assertThat(judged(FailsWhen.NOT_MATCHES, "new", false, "old", "older"))
                .hasToString(REASON + "Server: \"old\" (expected: a match of \"new\")");
    }

    @Test
    void aMissingHeaderBreaksBothUnlessAllowed() {
        for (FailsWhen kind : FailsWhen.values()) {
            assertThat(judged(kind, "x", true)).isNull();
            assertThat(judged(kind, "x", false))
                    .hasToString(REASON + "Server: missing (expected: a value, as allow_missing is off)");
        }
    }

    @Test
    void anEmptyValueIsNotMissing() {
        assertThat(judged(FailsWhen.NOT_MATCHES, "^$", false, "")).isNull();
        assertThat(judged(FailsWhen.MATCHES, "^$", true, "")).isNotNull();
    }

    @Test
    void theNameIsComparedWithoutItsCase() {
        HttpHeaders headers = new DefaultHttpHeaders().add("sErVeR", "old");

        assertThat(HeaderRules.faultIn(headers, List.of(rule(FailsWhen.MATCHES, "old", true))))
                .isNotNull();
    }

    @Test
    void theFirstBrokenRuleIsTold() {
        HttpHeaders headers = new DefaultHttpHeaders().add("Server", "old");

        assertThat(HeaderRules.faultIn(
                        headers,
                        List.of(
                                rule(FailsWhen.MATCHES, "new", true),
                                rule(FailsWhen.MATCHES, "^o", true),
                                rule(FailsWhen.NOT_MATCHES, "new", true))))
                .hasToString(REASON + "Server: \"old\" (expected: no match of \"^o\")");
    }

    @Test
    void aLongValueIsCutAndStaysOnOneLine() {
        Failure fault = judged(FailsWhen.MATCHES, "x", true, "x".repeat(10_000));

        assertThat(fault).isNotNull();
        assertThat(fault.detail()).hasSizeLessThan(400).doesNotContain("\n");
    }

    private static @Nullable Failure judged(FailsWhen kind, String regexp, boolean allowMissing, String... values) {
        HttpHeaders headers = new DefaultHttpHeaders();
        List.of(values).forEach(value -> headers.add("Server", value));
        return HeaderRules.faultIn(headers, List.of(rule(kind, regexp, allowMissing)));
    }

    private static HeaderRule rule(FailsWhen kind, String regexp, boolean allowMissing) {
        return new HeaderRule("Server", Pattern.compile(regexp), kind, allowMissing);
    }
}
