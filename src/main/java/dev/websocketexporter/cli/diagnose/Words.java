package dev.websocketexporter.cli.diagnose;

import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.ProbeResult.Outcome;
import dev.websocketexporter.probe.report.ChainReport.CertificateFacts;
import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.probe.report.UpgradeReport;
import dev.websocketexporter.probe.value.Printable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a sentence tells what became of a probe, and what a peer calls itself. */
final class Words {
    private static final int MOST_NAMES = 3;

    private Words() {}

    /** {@code succeeds}, {@code fails with processing/unexpected_status (403)}. */
    static String verb(ProbeResult result) {
        return result.successful() ? "succeeds" : "fails with " + outcome(result);
    }

    /** {@code 101}, {@code processing/unexpected_status (403)}. */
    static String outcome(ProbeResult result) {
        Failure failure = result.failure();
        if (failure != null) {
            return kind(failure) + statusOf(failure, result);
        }
        if (result.outcome() instanceof Outcome.Forbidden) {
            return "forbidden by the target policy";
        }
        return result.successful() ? answer(result.upgrade()) : "cancelled";
    }

    static String kind(Failure failure) {
        return failure.phase().label() + "/" + failure.reason().label();
    }

    private static String statusOf(Failure failure, ProbeResult result) {
        Integer status = Answer.status(result);
        return failure.reason() == Reason.UNEXPECTED_STATUS && status != null ? " (" + status + ")" : "";
    }

    private static String answer(@Nullable UpgradeReport upgrade) {
        return upgrade == null
                ? "success"
                : upgrade.statusCode()
                        + (upgrade.subprotocol() == null ? "" : ", subprotocol " + upgrade.subprotocol())
                        + (upgrade.extensions().isEmpty() ? "" : ", " + String.join(", ", upgrade.extensions()));
    }

    /** {@code CN=example.com (for example.com, www.example.com)}. */
    static String certificate(CertificateFacts leaf) {
        List<String> names = leaf.dnsNames();
        String more = names.size() > MOST_NAMES ? " and " + (names.size() - MOST_NAMES) + " more" : "";
        String forNames = names.isEmpty()
                ? ""
                : " (for " + String.join(", ", names.subList(0, Math.min(MOST_NAMES, names.size()))) + more + ")";
        return Printable.excerpt(leaf.subject()) + Printable.excerpt(forNames);
    }
}
