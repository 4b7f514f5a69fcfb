package dev.websocketexporter.probe;

import dev.websocketexporter.probe.module.CloseCode;
import dev.websocketexporter.probe.report.AddressesReport;
import dev.websocketexporter.probe.report.ConversationReport;
import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.TlsReport;
import dev.websocketexporter.probe.report.UpgradeReport;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The result of a probe. A part that was not reached is absent; a part that was reached is present, whatever happened
 * after it.
 *
 * @param request the request that it answers
 * @param startedAt the start, on the wall clock
 * @param outcome how it ended
 * @param timings how long it took, and its phases
 * @param lookupTime how long the lookup took, also when it failed; absent when it did not end
 * @param dialled the address last dialled, or chosen to be
 * @param tls what the TLS handshake showed, also when it failed
 * @param upgrade the response to the upgrade request, also when it is not an upgrade
 * @param conversation the messages after the upgrade; absent when the module has none or the probe did not get so far
 * @param close how the closing handshake went
 * @param attempts how many attempts were made, from 1; everything else is the last one's
 * @param addresses every address of the name by itself; absent: the module does not ask for all, or none was found
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
        @Nullable AddressesReport addresses,
        List<LogLine> log) {
    public ProbeResult {
        log = List.copyOf(log);
    }

    /** Of a probe that asks for one address. */
    public ProbeResult(
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
        this(
                request,
                startedAt,
                outcome,
                timings,
                lookupTime,
                dialled,
                tls,
                upgrade,
                conversation,
                close,
                attempts,
                null,
                log);
    }

    public boolean successful() {
        return outcome instanceof Outcome.Success;
    }

    /** Where and why the probe failed; absent when it did not. */
    public @Nullable Failure failure() {
        return outcome instanceof Outcome.Failed failed ? failed.failure() : null;
    }

    /** How a probe ended. */
    public sealed interface Outcome {
        /** The target did everything that the module asks for. */
        record Success() implements Outcome {}

        /** The target failed; this is a result, not an error of the exporter. */
        record Failed(Failure failure) implements Outcome {}

        /**
         * The target resolves to an address that the policy forbids; nothing was dialled.
         *
         * @param detail one line that names the address and the rule
         */
        record Forbidden(String detail) implements Outcome {}

        /** The client of the probe has gone; the parts are incomplete and say nothing about the target. */
        record Cancelled() implements Outcome {}
    }

    /**
     * How long a probe took.
     *
     * @param total from the request to the result
     * @param phases the time spent in each phase that began, in the order of the phases
     * @param before the time until the last attempt began: earlier attempts and the intervals after them
     * @param aside the time that was waited beside the phases, such as for the body of a refusal
     */
    public record Timings(Duration total, Map<Phase, Duration> phases, Duration before, Duration aside) {
        public Timings {
            EnumMap<Phase, Duration> ordered = new EnumMap<>(Phase.class);
            ordered.putAll(phases);
            phases = Collections.unmodifiableMap(ordered);
        }

        /** Of a probe with one attempt. */
        public Timings(Duration total, Map<Phase, Duration> phases) {
            this(total, phases, Duration.ZERO);
        }

        /** Without waits beside the phases. */
        public Timings(Duration total, Map<Phase, Duration> phases, Duration before) {
            this(total, phases, before, Duration.ZERO);
        }

        /** What the exporter itself added: the total less the phases, what came before and beside them; never negative. */
        public Duration overhead() {
            Duration rest = phases.values().stream().reduce(total.minus(before).minus(aside), Duration::minus);
            return rest.isNegative() ? Duration.ZERO : rest;
        }
    }

    /**
     * One line of a probe's own log.
     *
     * @param at the time since the probe began
     * @param level how much it matters
     * @param message one sentence for humans; holds no secret
     * @param topic what it tells, if views show that in a place of its own; absent: nothing of that kind
     */
    public record LogLine(
            Duration at,
            Level level,
            String message,
            @Nullable Topic topic) {
        /** A line that is just read. */
        public LogLine(Duration at, Level level, String message) {
            this(at, level, message, null);
        }

        /** The same line in a log that began so much earlier. */
        public LogLine after(Duration earlier) {
            return new LogLine(earlier.plus(at), level, message, topic);
        }

        /** What views show in a place of its own, since no other part of a result has it. */
        public enum Topic {
            /** A request is sent; what was told of an earlier one is history. */
            REQUEST,
            /** A field of the request, after {@code request header: }. */
            REQUEST_FIELD,
            /** A field of the response, after {@code response header: }. */
            RESPONSE_FIELD,
            /** A message or a control frame that is sent. */
            SENT,
            /** One that was received. */
            RECEIVED
        }

        /** How much a line matters. A failed probe is a finding, so nothing here is an error of the exporter. */
        public enum Level {
            DEBUG,
            INFO,
            WARN
        }
    }

    /**
     * How the closing handshake went (RFC 6455 §7).
     *
     * @param code the peer's close code; {@link CloseCode#NO_STATUS} when its Close had none, {@link CloseCode#ABNORMAL}
     *     when the connection ended without a Close, absent when the peer just did not answer
     * @param reason the peer's close reason on one line, without secrets; absent: it gave none
     * @param clean both sides sent a Close
     * @param byServer the peer's Close, or its end of the connection, came before the client's Close was sent
     */
    public record CloseReport(
            @Nullable Integer code, @Nullable String reason, boolean clean, boolean byServer) {
        /** Of a connection that the client closed first. */
        public CloseReport(@Nullable Integer code, @Nullable String reason, boolean clean) {
            this(code, reason, clean, false);
        }

        /** The same, if the peer did so first. */
        public CloseReport closedByServer() {
            return new CloseReport(code, reason, clean, true);
        }

        /** The same with this as the reason. */
        public CloseReport withReason(String text) {
            return new CloseReport(code, text, clean, byServer);
        }
    }
}
