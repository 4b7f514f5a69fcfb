package dev.websocketexporter.tls;

import static dev.websocketexporter.probe.report.Reason.CERTIFICATE_EXPIRED;
import static dev.websocketexporter.probe.report.Reason.CERTIFICATE_INVALID;
import static dev.websocketexporter.probe.report.Reason.CERTIFICATE_NOT_YET_VALID;
import static dev.websocketexporter.probe.report.Reason.SELF_SIGNED;
import static dev.websocketexporter.probe.report.Reason.UNKNOWN_AUTHORITY;

import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.tls.CertificatePath.Member;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The faults of a path, each absent when there is none of its kind.
 *
 * @param dates a certificate has expired or is not valid yet
 * @param rule a rule of {@link PathRules} is broken; judged only on a path to an anchor
 * @param weakness a signature is weak, or a key so short that what it signs proves nothing
 */
record PathJudgement(
        CertificatePath path,
        @Nullable Failure dates,
        @Nullable Failure rule,
        @Nullable Failure weakness) {
    /** The path nearest to being accepted first; among equals the one that expires last, and without an anchor the longest. */
    static final Comparator<PathJudgement> BEST_FIRST = Comparator.comparingInt(PathJudgement::gravity)
            .thenComparing(
                    judgement -> judgement.path.isAnchored() ? judgement.path.expiry() : Instant.MIN,
                    Comparator.reverseOrder())
            .thenComparing(judgement -> judgement.path.members().size() * (judgement.path.isAnchored() ? 1 : -1));

    static PathJudgement of(CertificatePath path, Instant now, VerificationBudget budget) {
        String broken = path.isAnchored() ? PathRules.firstBroken(path, budget) : null;
        return new PathJudgement(
                path, dates(path, now), broken == null ? null : failure(CERTIFICATE_INVALID, broken), weakness(path));
    }

    private static @Nullable Failure dates(CertificatePath path, Instant now) {
        Member expired = path.firstExpired(now);
        if (expired != null) {
            return failure(CERTIFICATE_EXPIRED, expired + " expired " + expired.certificate().notAfter + now(now));
        }
        Member early = path.firstNotYetValid(now);
        if (early != null) {
            return failure(
                    CERTIFICATE_NOT_YET_VALID,
                    early + " is not valid before " + early.certificate().notBefore + now(now));
        }
        return null;
    }

    /** Without fractions, which the dates of certificates do not have either. */
    private static String now(Instant now) {
        return " (now: " + now.truncatedTo(ChronoUnit.SECONDS) + ")";
    }

    private static @Nullable Failure weakness(CertificatePath path) {
        Member keyed = path.firstWithABrokenKey();
        if (keyed != null) {
            return failure(
                    CERTIFICATE_INVALID,
                    keyed + " " + keyed.certificate().strength().weakness());
        }
        Member weak = path.firstWeaklySigned();
        return weak == null
                ? null
                : failure(
                        CERTIFICATE_INVALID,
                        weak + " is signed with " + weak.certificate().signature.algorithmName()
                                + " (expected: SHA-256 or better)");
    }

    private int gravity() {
        if (!path.isAnchored()) {
            return dates == null ? 3 : 4;
        }
        if (dates != null) {
            return 2;
        }
        return isVerified() ? 0 : 1;
    }

    /** It leads to an anchor and nothing is wrong with it. */
    boolean isVerified() {
        return path.isAnchored() && dates == null && rule == null && weakness == null;
    }

    /**
     * Why it does not lead to an anchor; absent when it does.
     *
     * @param limit what was not looked at, in words; absent: everything was
     */
    @Nullable
    Failure distrust(TrustAnchors anchors, @Nullable String limit) {
        if (path.isAnchored()) {
            return null;
        }
        Member top = path.top();
        String expected = " (expected: one of the " + anchors.size() + " trusted certificates of " + anchors.source()
                + (anchors.unusable().isEmpty()
                        ? ""
                        : "; not used: " + anchors.unusable().get(0)) + ")";
        if (path.leaf().certificate().isSelfSigned()) {
            return failure(SELF_SIGNED, path.leaf() + " is its own issuer" + expected);
        }
        String issuer = top.certificate().shortIssuer();
        if (limit != null) {
            return failure(
                    UNKNOWN_AUTHORITY,
                    "no path to a trusted certificate was found, but the search met a limit: " + limit
                            + "; it ended at " + top + ", which was issued by " + issuer + expected);
        }
        String detail = switch (path.end()) {
            case ISSUER_DID_NOT_SIGN -> top + " names " + issuer + " as its issuer, whose key did not sign it";
            case ISSUER_KEY_REFUSED ->
                top + " names " + path.refused() + " as its issuer, which has a key "
                        + Objects.requireNonNull(path.refused())
                                .certificate()
                                .strength()
                                .refusal();
            case ISSUER_UNKNOWN, ANCHOR ->
                top.certificate().isSelfIssued()
                        ? top + " is its own issuer and not trusted"
                        : top + " was issued by " + issuer + ", which is neither presented nor trusted";
        };
        return failure(UNKNOWN_AUTHORITY, detail + expected);
    }

    private static Failure failure(Reason reason, String detail) {
        return new Failure(Phase.TLS, reason, detail);
    }
}
