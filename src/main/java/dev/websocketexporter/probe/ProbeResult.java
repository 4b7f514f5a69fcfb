package dev.websocketexporter.probe;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a probe learnt. A part that was not reached is absent; a part that was reached is there whatever came
 * after it.
 *
 * @param request what was asked
 * @param startedAt when, on the wall clock
 * @param outcome how it ended
 * @param timings how long it took, and its phases
 * @param lookupTime how long the lookup took, also when it failed; absent when it did not end
 * @param dialled the address last dialled, or chosen to be
 * @param tls what the TLS handshake showed, also when it failed
 * @param upgrade the response to the upgrade request, also when it is not an upgrade
 * @param conversation what was said after the upgrade; absent when the module says nothing or it did not come to it
 * @param close how the closing handshake went
 * @param attempts how many attempts were made, from 1; everything else is the last one's
 * @param log what happened, in order, for humans
 */
public record ProbeResult(
        ProbeRequest request,
        Instant startedAt,
        Outcome outcome,
        Timings timings,
        @Nullable Duration lookupTime,
        @Nullable InetSocketAddress dialled,
        @Nullable TlsReport tls,
        @Nullable UpgradeReport upgrade,
        @Nullable ConversationReport conversation,
        @Nullable CloseReport close,
        int attempts,
        List<LogLine> log) {
    public ProbeResult {
        log = List.copyOf(log);
    }

    public boolean successful() {
        return outcome instanceof Outcome.Success;
    }

    /** Where and why the probe failed; absent when it did not. */
    public @Nullable Failure failure() {
        return outcome instanceof Outcome.Failed failed ? failed.failure() : null;
    }
}
