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
        String report = measure(new ShippedAlerts(root), intervals, directory);
        System.out.println(report);
        Files.writeString(directory.resolve("report.md"), report);
        System.exit(0);
    }

    private static String measure(ShippedAlerts shipped, List<Integer> intervals, Path directory) throws IOException {
        List<PageJob> jobs = intervals.stream()
                .map(seconds -> new PageJob("every-" + seconds + "s", seconds))
                .toList();
        try (PageWorld world = PageWorld.start(directory, shipped, AlertPrograms.available(), jobs)) {
            // Who ends it by Ctrl-C leaves no program behind.
            Runtime.getRuntime().addShutdownHook(new Thread(world::close, "the end"));
            Instant begun = Instant.now();
            List<MeasuredJob> measured = new ArrayList<>();
            for (AlertChain chain : world.chains()) {
                for (PageJob job : jobs) {
                    measured.add(new MeasuredJob(world.stage(), chain, job));
                }
            }
            while (!measured.stream().allMatch(MeasuredJob::done)) {
                measured.forEach(job -> job.step(Instant.now()));
                LockSupport.parkNanos(PAUSE.toNanos());
            }
            return PageTables.text(begun, intervals, measured);
        }
    }
}
