package dev.websocketexporter.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * How long it takes from a target's first failed probe until somebody is woken up, in real time and with the rules as they
 * are shipped, at each interval: with the machine's Prometheus and with the newest, beside each other.
 */
final class TimeToPage {
    private static final List<Integer> INTERVALS = List.of(15, 30, 60, 120, 300);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private TimeToPage() {}

    /** @param arguments the root of the checkout whose rules are measured; after it, other intervals than all */
    public static void main(String[] arguments) throws IOException {
        Path root = Path.of(arguments.length > 0 ? arguments[0] : ".")
                .toAbsolutePath()
                .normalize();
        List<Integer> intervals = arguments.length > 1
                ? Arrays.stream(arguments).skip(1).map(Integer::valueOf).toList()
                : INTERVALS;
        Path directory = Files.createTempDirectory(
                Files.createDirectories(Path.of("target", "bench").toAbsolutePath()), "pages-");
        List<AutoCloseable> open = new ArrayList<>();
        try {
            String report = measure(new ShippedAlerts(root), intervals, directory, open);
            System.out.println(report);
            Files.writeString(directory.resolve("report.md"), report);
        } finally {
            closeAll(open);
        }
        System.exit(0);
    }

    private static String measure(
            ShippedAlerts shipped, List<Integer> intervals, Path directory, List<AutoCloseable> open)
            throws IOException {
        PageStage stage = PageStage.open();
        open.add(stage);
        Exporter exporter = Exporter.start(directory);
        open.add(exporter);
        List<MeasuredJob> jobs = new ArrayList<>();
        for (AlertPrograms programs : programs()) {
            List<PageJob> scraped = intervals.stream()
                    .map(seconds -> MeasuredJob.scraped(programs.name(), stage, seconds))
                    .toList();
            AlertChain chain = AlertChain.start(
                    programs,
                    shipped,
                    scrapes(scraped, exporter.port()),
                    Files.createDirectory(directory.resolve(programs.name())));
            open.add(chain);
            scraped.forEach(job -> jobs.add(new MeasuredJob(stage, chain, job)));
        }
        Instant begun = Instant.now();
        while (!jobs.stream().allMatch(MeasuredJob::done)) {
            jobs.forEach(job -> job.step(Instant.now()));
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        return PageTables.text(begun, intervals, jobs);
    }

    /** The machine's programs, and the newest where they were built. */
    private static List<AlertPrograms> programs() {
        List<AlertPrograms> programs = new ArrayList<>(List.of(AlertPrograms.of(Release.INSTALLED)));
        Path prometheus = Tools.goTools().resolve("prometheus");
        Path alertmanager = Tools.goTools().resolve("alertmanager");
        if (Files.isExecutable(prometheus) && Files.isExecutable(alertmanager)) {
            programs.add(new AlertPrograms("newest", prometheus, alertmanager));
        } else {
            System.err.println("without the newest: not both are in " + Tools.goTools() + " (expected: .ci/go-tools)");
        }
        return programs;
    }

    private static String scrapes(List<PageJob> jobs, int exporterPort) {
        return Stream.concat(jobs.stream().map(job -> job.yaml(exporterPort)), Stream.of("""
                                  - job_name: websocket_exporter
                                    scrape_interval: 15s
                                    static_configs: [{targets: ["127.0.0.1:%d"]}]
                                """.formatted(exporterPort)))
                .reduce("", String::concat);
    }

    private static void closeAll(List<AutoCloseable> open) {
        for (int i = open.size() - 1; i >= 0; i--) {
            try {
                open.get(i).close();
            } catch (Exception e) {
                System.err.println("did not end: " + e);
            }
        }
    }
}
