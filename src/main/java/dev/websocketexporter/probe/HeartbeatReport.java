package dev.websocketexporter.probe;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

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
