package dev.websocketexporter.e2e;

import dev.websocketexporter.e2e.WebhookReceiver.Notice;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a measurement of pages found, as text. */
final class PageTables {
    private PageTables() {}

    static String text(Instant begun, List<Integer> intervals, List<MeasuredJob> jobs) {
        return times(intervals, jobs) + "\n" + all(begun, jobs);
    }

    private static String times(List<Integer> intervals, List<MeasuredJob> jobs) {
        StringBuilder table = new StringBuilder("| interval | at most |");
        List<String> chains =
                jobs.stream().map(job -> job.chain().name()).distinct().toList();
        for (String name : chains) {
            table.append(" %s: first target | %s: second target |".formatted(name, name));
        }
        table.append("\n| --: | --: |")
                .append(" --: | --: |".repeat(chains.size()))
                .append('\n');
        for (int seconds : intervals) {
            table.append("| %d s | %d s |".formatted(seconds, 3 * seconds + 30));
            jobs.stream()
                    .filter(job -> job.intervalSeconds() == seconds)
                    .forEach(job -> table.append(" %s | %s |".formatted(time(job.first()), time(job.second()))));
            table.append('\n');
        }
        return table.toString();
    }

    private static String time(Optional<PageOutage> outage) {
        return outage.flatMap(PageOutage::timeToPage)
                .map(time -> Math.round(time.toMillis() / 1000.0) + " s")
                .orElse("no page");
    }

    /** All that was told, with the seconds since the beginning. */
    private static String all(Instant begun, List<MeasuredJob> jobs) {
        StringBuilder text = new StringBuilder();
        for (MeasuredJob job : jobs) {
            job.first()
                    .ifPresent(outage -> text.append("%s: first fails at %d, second at %d, both are well again at %d%n"
                            .formatted(
                                    job,
                                    since(begun, outage.begun()),
                                    since(begun, job.second().orElseThrow().begun()),
                                    since(begun, job.recovered().orElseThrow()))));
        }
        jobs.stream()
                .map(MeasuredJob::chain)
                .distinct()
                .forEach(chain -> chain.notices().forEach(notice -> text.append(line(begun, chain, notice))));
        return text.toString();
    }

    private static String line(Instant begun, AlertChain chain, Notice notice) {
        return "%s %d %s: %s %s %s %s%n"
                .formatted(
                        chain.name(),
                        since(begun, notice.arrived()),
                        notice.receiver(),
                        notice.labels().get("alertname"),
                        notice.status(),
                        notice.labels().getOrDefault("job", ""),
                        notice.labels().getOrDefault("instance", ""));
    }

    private static long since(Instant begun, Instant at) {
        return Duration.between(begun, at).toSeconds();
    }
}
