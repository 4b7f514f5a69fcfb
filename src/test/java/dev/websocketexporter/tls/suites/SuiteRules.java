package dev.websocketexporter.tls.suites;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * How a suite is judged. Patterns of cases are globs over ids, or {@code tag:WORD}; the first rule that fits counts.
 *
 * @param floors the least rates that are accepted
 * @param outOfScope cases that are not judged
 * @param reasons the reasons with which a refusal is right; any, when no rule fits
 * @param exceptions disagreements that are accepted
 */
record SuiteRules(
        Floors floors,
        @JsonProperty("out_of_scope") List<OutOfScope> outOfScope,
        List<RightReasons> reasons,
        List<Accepted> exceptions) {
    /**
     * @param agree of the cases in scope, in per cent
     * @param reason of the refusals that the suite demands and that are made, in per cent
     */
    record Floors(double agree, double reason) {}

    record OutOfScope(List<String> cases, String why) {}

    record RightReasons(List<String> cases, Set<String> reasons) {}

    /** @param we {@code accept} or {@code refuse} */
    record Accepted(List<String> cases, String we, String why) {
        Accepted {
            if (!we.equals("accept") && !we.equals("refuse")) {
                throw new IllegalArgumentException("we: " + we + " (expected: accept or refuse)");
            }
        }
    }

    SuiteRules {
        outOfScope = outOfScope == null ? List.of() : List.copyOf(outOfScope);
        reasons = reasons == null ? List.of() : List.copyOf(reasons);
        exceptions = exceptions == null ? List.of() : List.copyOf(exceptions);
        outOfScope.forEach(rule -> requireWords(rule.cases, rule.why));
        exceptions.forEach(rule -> requireWords(rule.cases, rule.why));
    }

    private static void requireWords(List<String> cases, String why) {
        if (why == null || why.isBlank()) {
            throw new IllegalArgumentException(cases + " without a why (expected: the reason in words)");
        }
    }

    static SuiteRules of(String suite) throws IOException {
        try (InputStream file = SuiteRules.class.getResourceAsStream(suite + ".yml")) {
            if (file == null) {
                throw new IOException("no rules for " + suite + " (expected: the resource " + suite + ".yml)");
            }
            return new ObjectMapper()
                    .convertValue(new Yaml(new SafeConstructor(new LoaderOptions())).load(file), SuiteRules.class);
        }
    }

    /** Why a case is not judged; empty: it is. */
    Optional<String> whyOutOfScope(SuiteCase which) {
        return outOfScope.stream()
                .filter(rule -> fits(rule.cases, which))
                .map(OutOfScope::why)
                .findFirst();
    }

    /** Labels of the reasons with which it may be refused; empty: any. */
    Set<String> rightReasons(SuiteCase which) {
        return reasons.stream()
                .filter(rule -> fits(rule.cases, which))
                .map(RightReasons::reasons)
                .findFirst()
                .orElse(Set.of());
    }

    /** Whether a verdict that the suite does not share stands among the exceptions. */
    boolean excepts(SuiteCase which, Verdict verdict) {
        String we = verdict.accepted() ? "accept" : "refuse";
        return exceptions.stream().anyMatch(rule -> rule.we.equals(we) && fits(rule.cases, which));
    }

    private static boolean fits(List<String> patterns, SuiteCase which) {
        return patterns.stream().anyMatch(pattern -> fits(pattern, which));
    }

    private static boolean fits(String pattern, SuiteCase which) {
        if (pattern.startsWith("tag:")) {
            return which.tags().contains(pattern.substring("tag:".length()));
        }
        String regex = Pattern.quote(pattern).replace("*", "\\E.*\\Q");
        return Pattern.matches(regex, which.id());
    }
}
