package dev.websocketexporter.render;

import dev.websocketexporter.probe.report.ConversationReport;
import dev.websocketexporter.probe.report.ConversationReport.HeartbeatReport;
import dev.websocketexporter.probe.report.ConversationReport.HeartbeatReport.RoundTrips;
import dev.websocketexporter.probe.report.ConversationReport.StepReport;
import dev.websocketexporter.probe.report.ConversationReport.Traffic;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The metrics of the conversation after the upgrade. */
final class ConversationSamples {
    private static final String SENT = "sent";
    private static final String RECEIVED = "received";

    private ConversationSamples() {}

    /** Without a conversation, only that no step failed. */
    static void add(ProbeSamples samples, @Nullable ConversationReport conversation) {
        Integer failedStep = conversation == null ? null : conversation.failedStep();
        samples.setFlag(ProbeMetric.FAILED_DUE_TO_REGEX, failedStep != null);
        if (failedStep != null) {
            samples.set(ProbeMetric.FAILED_STEP, failedStep);
        }
        if (conversation != null) {
            addMessages(samples, conversation);
            addSteps(samples, conversation);
            addHeartbeat(samples, conversation.heartbeat());
        }
    }

    private static void addMessages(ProbeSamples samples, ConversationReport conversation) {
        Traffic sent = conversation.sent();
        Traffic received = conversation.received();
        samples.set(ProbeMetric.MESSAGES, (double) sent.messages(), SENT);
        samples.set(ProbeMetric.MESSAGES, (double) received.messages(), RECEIVED);
        samples.set(ProbeMetric.MESSAGE_BYTES, (double) sent.bytes(), SENT);
        samples.set(ProbeMetric.MESSAGE_BYTES, (double) received.bytes(), RECEIVED);
        Duration first = conversation.timeToFirstMessage();
        if (first != null) {
            samples.setSeconds(ProbeMetric.TIME_TO_FIRST_MESSAGE, first);
        }
    }

    private static void addSteps(ProbeSamples samples, ConversationReport conversation) {
        for (StepReport step : conversation.steps()) {
            samples.setSeconds(ProbeMetric.STEP_DURATION, step.duration(), step.label());
        }
        if (!conversation.labels().isEmpty()) {
            samples.setInfo(ProbeMetric.EXPECT_INFO, conversation.labels());
        }
    }

    private static void addHeartbeat(ProbeSamples samples, @Nullable HeartbeatReport heartbeat) {
        if (heartbeat == null) {
            return;
        }
        samples.set(ProbeMetric.PINGS_SENT, heartbeat.pingsSent());
        samples.set(ProbeMetric.PONGS_RECEIVED, heartbeat.pongsReceived());
        RoundTrips roundTrips = heartbeat.roundTrips();
        if (roundTrips != null) {
            samples.setSeconds(ProbeMetric.PING_RTT, roundTrips.min(), "min");
            samples.setSeconds(ProbeMetric.PING_RTT, roundTrips.mean(), "mean");
            samples.setSeconds(ProbeMetric.PING_RTT, roundTrips.max(), "max");
            samples.setSeconds(ProbeMetric.PING_RTT, roundTrips.stddev(), "stddev");
        }
        samples.set(
                ProbeMetric.HEALTH_STATUS,
                switch (heartbeat.health()) {
                    case HEALTHY -> 1;
                    case DEGRADED -> 0.5;
                    case UNHEALTHY -> 0;
                });
    }
}
