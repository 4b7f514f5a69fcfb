package dev.websocketexporter.cli.diagnose;

import dev.websocketexporter.cli.diagnose.LikelyCause.Kind;
import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.report.Failure;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds the likely cause. First what a trial proves, in the order of the phases, so that the first thing in the way is told;
 * then what the answer to the base shows.
 */
public final class LikelyCauses {
    private static final List<Function<Diagnosis, @Nullable LikelyCause>> RULES = List.of(
            LikelyCauses::ofThisSide,
            RouteCauses::ofAddresses,
            RouteCauses::ofRepetition,
            RouteCauses::ofFamily,
            RouteCauses::ofProxy,
            TlsCauses::ofVersion,
            TlsCauses::ofServerName,
            TlsCauses::ofCertificate,
            OpeningCauses::ofOrigin,
            OpeningCauses::ofSubprotocol,
            OpeningCauses::ofExtension,
            OpeningCauses::ofHttpVersion,
            AnswerCauses::ofStatus,
            AnswerCauses::ofStrippedUpgrade,
            AnswerCauses::ofSilence,
            AnswerCauses::ofIdleLimit);

    /** What is found if no change makes a difference. */
    private static final Set<Kind> NOTHING_FOUND = Set.of(Kind.UNKNOWN, Kind.NONE);

    private LikelyCauses() {}

    /** The same of a diagnosis that Ctrl-C may have ended: what it came before is not said to change nothing. */
    public static LikelyCause of(Diagnosis diagnosis, Variations variations) {
        LikelyCause cause = of(diagnosis);
        boolean whole = variations.cutOff(diagnosis).isEmpty();
        if (whole || !diagnosis.trials().isEmpty() || !NOTHING_FOUND.contains(cause.kind())) {
            return cause;
        }
        return new LikelyCause(
                cause.kind(),
                (diagnosis.base().successful() ? "Works" : why(diagnosis.base()))
                        + "; broken off before anything was changed");
    }

    /** The first rule that applies, or else that nothing that was changed matters. */
    public static LikelyCause of(Diagnosis diagnosis) {
        if (diagnosis.base().successful()) {
            return OtherClients.of(diagnosis);
        }
        return RULES.stream()
                .map(rule -> rule.apply(diagnosis))
                .filter(Objects::nonNull)
                .findFirst()
                .orElseGet(() -> unknown(diagnosis));
    }

    private static @Nullable LikelyCause ofThisSide(Diagnosis diagnosis) {
        Failure failure = diagnosis.base().failure();
        return failure != null && Failures.isOfThisSide(failure)
                ? new LikelyCause(Kind.OWN, "It is on this side, not the target's: " + failure.detail())
                : null;
    }

    private static LikelyCause unknown(Diagnosis diagnosis) {
        ProbeResult plain = diagnosis.with(Change.PLAIN_GET);
        String same = plain != null && Answer.same(diagnosis.base(), plain)
                ? "; an ordinary request gets the same answer, so that it is not about WebSockets"
                : "";
        boolean one = diagnosis.trials().isEmpty();
        return new LikelyCause(
                Kind.UNKNOWN,
                (one ? "There is nothing to change that could mend it: " : "Nothing that was changed mends it: ")
                        + why(diagnosis.base())
                        + same);
    }

    private static String why(ProbeResult base) {
        Failure failure = base.failure();
        return failure == null ? Words.outcome(base) : Words.kind(failure) + ": " + failure.detail();
    }
}
