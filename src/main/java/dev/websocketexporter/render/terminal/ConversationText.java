package dev.websocketexporter.render.terminal;

import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.ProbeResult.LogLine;
import dev.websocketexporter.probe.ProbeResult.LogLine.Topic;
import dev.websocketexporter.probe.report.ConversationReport;
import dev.websocketexporter.probe.report.ConversationReport.HeartbeatReport;
import dev.websocketexporter.probe.report.ConversationReport.HeartbeatReport.RoundTrips;
import dev.websocketexporter.probe.report.ConversationReport.StepReport;
import dev.websocketexporter.probe.report.ConversationReport.Traffic;
import dev.websocketexporter.probe.report.UpgradeReport;
import java.util.List;
import java.util.Locale;

/** What was said after the upgrade: the steps with what was expected and what came, and the heartbeat. */
final class ConversationText {
    private static final String RESPONSE = "response: ";
    private static final String FIELD = "response header: ";

    private final Paragraphs text;
    private final List<LogLine> log;

    ConversationText(Paragraphs text, List<LogLine> log) {
        this.text = text;
        this.log = log;
    }

    void add(ConversationReport report) {
        text.add(
                "messages",
                "sent " + shown(report.sent()) + ", received " + shown(report.received())
                        + (report.timeToFirstMessage() == null
                                ? ""
                                : ", the first after " + Figures.time(report.timeToFirstMessage())));
        for (int i = 0; i < report.steps().size(); i++) {
            addStep(report, i + 1);
        }
        if (report.heartbeat() != null) {
            text.add("heartbeat", shown(report.heartbeat()));
        }
    }

    private void addStep(ConversationReport report, int number) {
        StepReport step = report.steps().get(number - 1);
        boolean failed = report.failedStep() != null && report.failedStep() == number;
        boolean named = !step.label().equals(String.valueOf(number));
        text.add(
                "step " + number,
                (named ? step.label() + ", " : "") + (failed ? "failed" : "done") + " after "
                        + Figures.time(step.duration()));
        String prefix = "step " + number;
        for (LogLine line : log) {
            String message = line.message();
            int colon = message.indexOf(": ");
            if (colon > 0
                    && isOf(prefix, message.substring(0, colon))
                    && !message.startsWith("done after", colon + 2)) {
                text.more(message.substring(colon + 2));
            }
        }
    }

    /** {@code step 1}, or {@code step 1 (its name)}; not {@code step 12}. */
    private static boolean isOf(String prefix, String beginning) {
        return beginning.equals(prefix) || beginning.startsWith(prefix + " (");
    }

    private static String shown(Traffic traffic) {
        return Figures.count(traffic.messages(), "message")
                + (traffic.messages() == 0 ? "" : " (" + Figures.count(traffic.bytes(), "byte") + ")");
    }

    private static String shown(HeartbeatReport heartbeat) {
        RoundTrips times = heartbeat.roundTrips();
        return heartbeat.pongsReceived() + " of " + Figures.count(heartbeat.pingsSent(), "ping") + " answered"
                + (times == null
                        ? ""
                        : ", min/mean/max " + Figures.milliseconds(times.min()) + "/"
                                + Figures.milliseconds(times.mean()) + "/" + Figures.milliseconds(times.max()) + " ms")
                + ": " + heartbeat.health().name().toLowerCase(Locale.ROOT);
    }

    /** The head and the body of the answer to the last upgrade request, secrets hidden. */
    static void addAnswer(Paragraphs text, ProbeResult result, UpgradeReport upgrade) {
        for (LogLine line : sinceTheLastRequest(result.log())) {
            if (line.topic() == Topic.RESPONSE_FIELD) {
                // What is hidden as a secret may be the beginning of the line too.
                boolean whole = line.message().startsWith(FIELD);
                text.more(whole ? line.message().substring(FIELD.length()) : line.message());
            } else if (line.message().startsWith(RESPONSE)) {
                text.add("answer", line.message().substring(RESPONSE.length()));
            }
        }
        if (upgrade.body() != null) {
            text.add("body", upgrade.body());
        }
    }

    private static List<LogLine> sinceTheLastRequest(List<LogLine> log) {
        int from = 0;
        for (int i = 0; i < log.size(); i++) {
            from = log.get(i).topic() == Topic.REQUEST ? i : from;
        }
        return log.subList(from, log.size());
    }
}
