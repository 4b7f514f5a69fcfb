package dev.websocketexporter.probe.report;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was said after the upgrade, up to the end of the conversation or its failure.
 *
 * @param sent the data messages sent
 * @param received the data messages received
 * @param timeToFirstMessage from the 101 to the first data message; absent: none came
 * @param steps the steps that began, in order; a failed one is the last
 * @param failedStep the number of the step that failed, from 1; absent: none did
 * @param labels the labels of {@code probe_expect_info}; empty: no step with labels was matched
 * @param heartbeat absent when it did not begin
 */
public record ConversationReport(
        Traffic sent,
        Traffic received,
        @Nullable Duration timeToFirstMessage,
        List<StepReport> steps,
        @Nullable Integer failedStep,
        Map<String, String> labels,
        @Nullable HeartbeatReport heartbeat) {
    /**
     * Data messages in one direction.
     *
     * @param messages how many
     * @param bytes of payload, uncompressed
     */
    public record Traffic(long messages, long bytes) {
        public static final Traffic NONE = new Traffic(0, 0);

        /** With one message more. */
        public Traffic plus(long payloadBytes) {
            return new Traffic(messages + 1, bytes + payloadBytes);
        }
    }

    /**
     * One step.
     *
     * @param label its name, or else its number from 1
     * @param duration until it was done or failed
     */
    public record StepReport(String label, Duration duration) {}

    public ConversationReport {
        steps = List.copyOf(steps);
        labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
    }

    /**
     * How a heartbeat went.
     *
     * @param pingsSent how many pings were sent
     * @param pongsReceived how many of them were answered in time and with their payload
     * @param roundTrips the times between; absent: no ping was answered
     * @param health what follows from it
     */
    public record HeartbeatReport(
            int pingsSent, int pongsReceived, @Nullable RoundTrips roundTrips, Health health) {
        /** The values of {@code probe_websocket_health_status}. */
        public enum Health {
            /** Every ping was answered. */
            HEALTHY,
            /** Some were not, but no more than allowed. */
            DEGRADED,
            /** More than allowed were not, or the heartbeat could not be brought to its end. */
            UNHEALTHY
        }

        /**
         * The times from a ping to its pong.
         *
         * @param stddev the standard deviation of the whole, not of a sample: zero for one ping
         */
        public record RoundTrips(Duration min, Duration mean, Duration max, Duration stddev) {}
    }
}
