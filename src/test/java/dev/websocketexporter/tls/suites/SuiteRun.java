package dev.websocketexporter.tls.suites;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What came of the cases of a suite. */
record SuiteRun(String suite, SuiteRules rules, List<Judged> cases) {
    /** No case may cost more CPU time, in milliseconds. */
    static final double MOST_CPU_MILLIS = 50;

    private static final int MEASUREMENTS = 5;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    enum Outcome {
        OUT_OF_SCOPE,
        AGREES,
        /** Refused, as it must be, but for another reason. */
        WRONG_REASON,
        WRONGLY_ACCEPTED,
        WRONGLY_REFUSED
    }

    /**
     * @param verdict absent: not judged
     * @param excepted whether the disagreement stands among the exceptions
     * @param cpuMillis of the cheapest of several attempts, when the first was expensive: it also compiles code
     */
    record Judged(
            SuiteCase which,
            Outcome outcome,
            @Nullable Verdict verdict,
            Set<String> right,
            boolean excepted,
            double cpuMillis) {
        boolean disagrees() {
            return outcome == Outcome.WRONGLY_ACCEPTED || outcome == Outcome.WRONGLY_REFUSED;
        }

        boolean isTooExpensive() {
            return cpuMillis > MOST_CPU_MILLIS;
        }

        String line() {
            Verdict said = Objects.requireNonNull(verdict);
            return which.id() + ": " + outcome.name().toLowerCase(Locale.ROOT).replace('_', ' ')
                    + (excepted ? " (an exception)" : "")
                    + ", expected "
                    + (which.acceptable() ? "accepted" : right.isEmpty() ? "refused" : String.join(" or ", right))
                    + ", got " + said.word()
                    + (said.detail().isEmpty() ? "" : " (" + said.detail() + ")")
                    + (isTooExpensive() ? String.format(Locale.ROOT, ", %.0f ms of CPU", cpuMillis) : "");
        }
    }

    static SuiteRun of(String suite, SuiteRules rules, List<SuiteCase> cases) {
        return new SuiteRun(
                suite, rules, cases.stream().map(which -> judge(which, rules)).toList());
    }

    private static Judged judge(SuiteCase which, SuiteRules rules) {
        Set<String> right = rules.rightReasons(which);
        if (rules.whyOutOfScope(which).isPresent()) {
            return new Judged(which, Outcome.OUT_OF_SCOPE, null, right, false, 0);
        }
        double cheapest = Double.MAX_VALUE;
        Verdict verdict = Verdict.ACCEPTED;
        for (int i = 0; i < MEASUREMENTS && cheapest > MOST_CPU_MILLIS; i++) {
            long before = THREADS.getCurrentThreadCpuTime();
            verdict = which.judge().get();
            cheapest = Math.min(cheapest, (THREADS.getCurrentThreadCpuTime() - before) / 1e6);
        }
        Outcome outcome = outcome(which, verdict, right);
        boolean excepted = outcome != Outcome.AGREES && rules.excepts(which, verdict);
        return new Judged(which, outcome, verdict, right, excepted, cheapest);
    }

    private static Outcome outcome(SuiteCase which, Verdict verdict, Set<String> right) {
        if (which.acceptable() != verdict.accepted()) {
            return verdict.accepted() ? Outcome.WRONGLY_ACCEPTED : Outcome.WRONGLY_REFUSED;
        }
        boolean forAnother = !verdict.accepted() && !right.isEmpty() && !right.contains(verdict.word());
        return forAnother ? Outcome.WRONG_REASON : Outcome.AGREES;
    }

    long inScope() {
        return cases.size() - count(Outcome.OUT_OF_SCOPE);
    }

    long count(Outcome outcome) {
        return cases.stream().filter(judged -> judged.outcome() == outcome).count();
    }

    long agree() {
        return count(Outcome.AGREES) + count(Outcome.WRONG_REASON);
    }

    /** Cases that were refused, as they must be. */
    long rightlyRefused() {
        return cases.stream()
                .filter(judged -> judged.outcome() == Outcome.WRONG_REASON
                        || (judged.outcome() == Outcome.AGREES
                                && !judged.which().acceptable()))
                .count();
    }

    long forTheRightReason() {
        return rightlyRefused() - count(Outcome.WRONG_REASON);
    }

    double slowestMillis() {
        return cases.stream().mapToDouble(Judged::cpuMillis).max().orElse(0);
    }

    /** In one line each; empty: the suite is passed. */
    List<String> faults() {
        List<String> faults = new ArrayList<>();
        cases.stream()
                .filter(judged ->
                        judged.isTooExpensive() || (judged.outcome() == Outcome.WRONGLY_ACCEPTED && !judged.excepted()))
                .forEach(judged -> faults.add(judged.line()));
        requireRate(faults, "agree", agree(), inScope(), rules.floors().agree());
        requireRate(
                faults,
                "are refused for the right reason",
                forTheRightReason(),
                rightlyRefused(),
                rules.floors().reason());
        return faults;
    }

    private static void requireRate(List<String> faults, String what, long part, long all, double floor) {
        double rate = all == 0 ? 100 : 100.0 * part / all;
        if (rate < floor) {
            faults.add(String.format(
                    Locale.ROOT, "%d of %d %s, %.1f %% (expected: at least %.1f %%)", part, all, what, rate, floor));
        }
    }
}
