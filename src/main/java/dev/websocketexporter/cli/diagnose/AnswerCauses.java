package dev.websocketexporter.cli.diagnose;

import dev.websocketexporter.cli.diagnose.LikelyCause.Kind;
import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.module.Conversation;
import dev.websocketexporter.probe.report.ConversationReport;
import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Causes that the answer to the base shows, which no change mends. */
final class AnswerCauses {
    private static final int OK = 200;
    private static final int UNAUTHORIZED = 401;
    private static final int NOT_FOUND = 404;
    private static final int UPGRADE_REQUIRED = 426;

    private static final Set<Integer> GATEWAY = Set.of(502, 503, 504);

    /** By which a server or a proxy refuses a request that it does not see as an upgrade. */
    private static final Set<Integer> STRIPPED = Set.of(OK, 400, 405, UPGRADE_REQUIRED, 501);

    /** Idle limits are whole seconds; what ends sooner has another cause. */
    private static final Duration SHORTEST_IDLE_LIMIT = Duration.ofMillis(500);

    private static final Set<Reason> DROPS =
            Set.of(Reason.CONNECTION_CLOSED, Reason.CONNECTION_RESET, Reason.CLOSED_BY_PEER, Reason.PONG_MISSED);

    private AnswerCauses() {}

    static @Nullable LikelyCause ofStatus(Diagnosis diagnosis) {
        ProbeResult base = diagnosis.base();
        Integer status = refusal(base);
        if (status == null) {
            return null;
        }
        String server = Answer.andField(base, "Server");
        if (status == UNAUTHORIZED) {
            boolean shown = diagnosis.request().module().upgrade().credentials() != null
                    || diagnosis.request().module().upgrade().headers().stream()
                            .anyMatch(header -> header.hasName("Authorization"));
            return new LikelyCause(
                    Kind.AUTHENTICATION,
                    "The server wants authentication (401" + Answer.andField(base, "WWW-Authenticate") + server
                            + "), and "
                            + (shown ? "does not take the credentials that were sent" : "none was sent")
                            + "; give it by -H 'Authorization: …', or by http_config in the module");
        }
        if (status == NOT_FOUND) {
            return new LikelyCause(
                    Kind.PATH,
                    "Nothing is at this path (404" + server + "): the host answers, and the path or the virtual host"
                            + " is wrong, or a proxy on the way leads it elsewhere");
        }
        return GATEWAY.contains(status)
                ? new LikelyCause(
                        Kind.GATEWAY,
                        "A proxy answers for a server that is down, busy or not understood (" + status + server
                                + "): look at the server behind it, and at the address that the proxy has for it")
                : null;
    }

    /** The status of an answer for which the base failed; absent: it failed otherwise. */
    private static @Nullable Integer refusal(ProbeResult base) {
        Failure failure = base.failure();
        return failure != null && failure.reason() == Reason.UNEXPECTED_STATUS ? Answer.status(base) : null;
    }

    /** An ordinary request gets the same answer: whoever answers did not see the Upgrade. */
    static @Nullable LikelyCause ofStrippedUpgrade(Diagnosis diagnosis) {
        ProbeResult base = diagnosis.base();
        Failure failure = base.failure();
        if (failure != null
                && (failure.reason() == Reason.MISSING_UPGRADE_HEADER
                        || failure.reason() == Reason.MISSING_CONNECTION_HEADER)) {
            return new LikelyCause(
                    Kind.UPGRADE_STRIPPED,
                    "A proxy on the way strips Upgrade or Connection from the answer: it is 101, and "
                            + failure.detail() + "; have it pass both on");
        }
        Integer status = refusal(base);
        ProbeResult plain = diagnosis.with(Change.PLAIN_GET);
        if (status == null || plain == null || !STRIPPED.contains(status)) {
            return null;
        }
        boolean sameStatus = status.equals(Answer.status(plain));
        // By these two it says so itself: a page, or that it misses the upgrade; other refusals must be the same in
        // full.
        boolean unseen = (status == OK || status == UPGRADE_REQUIRED) ? sameStatus : Answer.same(base, plain);
        if (!unseen && status != UPGRADE_REQUIRED) {
            return null;
        }
        String evidence = "(" + status + Answer.andField(base, "Server") + Answer.andField(base, "Via") + ")";
        return new LikelyCause(
                Kind.UPGRADE_STRIPPED,
                "The Upgrade does not arrive: an ordinary request "
                        + (sameStatus
                                ? "gets the same answer " + evidence
                                : "is answered otherwise, and this one " + evidence)
                        + ", so that a proxy on the way probably strips Upgrade; have it pass on Upgrade and Connection over"
                        + " HTTP/1.1"
                        + (status == OK ? ", unless nothing at this path handles WebSockets" : ""));
    }

    /** No answer comes, and an ordinary request has one. */
    static @Nullable LikelyCause ofSilence(Diagnosis diagnosis) {
        Failure failure = diagnosis.base().failure();
        ProbeResult plain = diagnosis.with(Change.PLAIN_GET);
        boolean unanswered = failure != null
                && failure.phase() == Phase.UPGRADE
                && Answer.status(diagnosis.base()) == null
                && Set.of(Reason.TIMEOUT, Reason.CONNECTION_CLOSED, Reason.CONNECTION_RESET)
                        .contains(failure.reason());
        return unanswered && plain != null && plain.successful()
                ? new LikelyCause(
                        Kind.UPGRADE_UNANSWERED,
                        "The server answers ordinary requests (" + Answer.status(plain)
                                + Answer.andField(plain, "Server") + ") and leaves this upgrade without an answer ("
                                + Words.kind(Objects.requireNonNull(failure))
                                + "): perhaps nothing in it handles this path, or it drops what it does not like, such as the"
                                + " subprotocol or the Origin")
                : null;
    }

    /** What was said went well, and the connection ended while nothing was. */
    static @Nullable LikelyCause ofIdleLimit(Diagnosis diagnosis) {
        ProbeResult base = diagnosis.base();
        Failure failure = base.failure();
        ConversationReport said = base.conversation();
        Conversation asked = diagnosis.request().module().conversation();
        Duration open = base.timings().phases().getOrDefault(Phase.CONVERSATION, Duration.ZERO);
        boolean waits = !asked.hold().isZero()
                || !asked.settle().isZero()
                || asked.heartbeat().pings() > 0;
        if (failure == null
                || failure.phase() != Phase.CONVERSATION
                || !DROPS.contains(failure.reason())
                || !waits
                || (said != null && said.failedStep() != null)
                || open.compareTo(SHORTEST_IDLE_LIMIT) < 0) {
            return null;
        }
        return new LikelyCause(
                Kind.IDLE_LIMIT,
                "The connection opens and is lost while it is idle (" + failure.detail()
                        + "): perhaps an idle limit of the server, or of a proxy on the way; websocket-exporter idle URL"
                        + " measures it");
    }
}
