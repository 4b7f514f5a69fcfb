package dev.websocketexporter.engine.upgrade;

import dev.websocketexporter.probe.module.SuccessCriteria.HeaderRule;
import dev.websocketexporter.probe.module.SuccessCriteria.HeaderRule.FailsWhen;
import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.probe.value.Printable;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Judges the headers of a response by the rules of a module, as blackbox_exporter's http prober does. */
final class HeaderRules {
    private static final int MAX_SHOWN = 200;

    private HeaderRules() {}

    /** The first rule that is broken; null: none. */
    static @Nullable Failure faultIn(HttpHeaders headers, List<HeaderRule> rules) {
        for (HeaderRule rule : rules) {
            String broken = broken(headers.getAll(rule.header()), rule);
            if (broken != null) {
                return new Failure(Phase.UPGRADE, Reason.HEADER_MISMATCH, rule.header() + ": " + broken);
            }
        }
        return null;
    }

    private static @Nullable String broken(List<String> values, HeaderRule rule) {
        String regexp = Printable.quotedAscii(rule.regexp().pattern());
        if (values.isEmpty()) {
            return rule.allowMissing() ? null : "missing (expected: a value, as allow_missing is off)";
        }
        for (String value : values) {
            if (rule.regexp().matcher(value).find()) {
                return rule.failure() == FailsWhen.MATCHES
                        ? shown(value) + " (expected: no match of " + regexp + ")"
                        : null;
            }
        }
        return rule.failure() == FailsWhen.MATCHES
                ? null
                : shown(values.get(0)) + " (expected: a match of " + regexp + ")";
    }

    private static String shown(String value) {
        return Printable.quotedAscii(Printable.oneLine(value, MAX_SHOWN));
    }
}
