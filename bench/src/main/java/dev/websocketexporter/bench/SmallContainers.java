package dev.websocketexporter.bench;

import io.netty.channel.EventLoop;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** This exporter alone, on one core and on a quarter of one; targets and load driver are not limited. */
final class SmallContainers {
    private static final List<Size> SIZES = List.of(new Size(100, 3), new Size(25, 10));

    private SmallContainers() {}

    /** @param readySeconds how long it may take until it is ready */
    private record Size(int percentOfACore, int readySeconds) {}

    /** One container while it is measured. */
    private record Container(CpuLimit limit, Size size, Start start, Paced paced, long beganAtNanos)
            implements AutoCloseable {
        @Override
        public void close() {
            paced.subject().close();
            limit.close();
        }
    }

    /** Until it was ready, in s. */
    private record Start(double readySeconds, double cpuSeconds) {}

    /** All at the same time: together they need less than the machine has. */
    static void measure(EverydayScale scale, Laboratory laboratory, EventLoop loop, Report report) throws IOException {
        System.out.println("in small containers");
        List<Container> containers = new ArrayList<>();
        try {
            for (Size size : SIZES) {
                containers.add(start(size, laboratory, loop));
            }
            markAfter(scale.firstMinute(), containers);
            markAfter(scale.inContainer(), containers);
            report.add("everyday-quota", table(containers, report));
        } finally {
            containers.forEach(Container::close);
        }
    }

    private static Container start(Size size, Laboratory laboratory, EventLoop loop) throws IOException {
        CpuLimit limit = CpuLimit.of(size.percentOfACore());
        try {
            Subject subject = ThisExporter.start(
                    laboratory, "everyday-" + size.percentOfACore(), limit.limited(ThisExporter.imageCommand()));
            double ready = Paced.awaitOk(subject, "/-/ready");
            Start start = new Start(ready, subject.cpuSeconds());
            long now = System.nanoTime();
            Paced paced = Paced.begin(loop, subject, Everyday.ourPaths(laboratory), now, Duration.ZERO);
            paced.mark();
            return new Container(limit, size, start, paced, now);
        } catch (IOException | RuntimeException | AssertionError e) {
            limit.close();
            throw e;
        }
    }

    private static void markAfter(Duration duration, List<Container> containers) {
        for (Container container : containers) {
            Paced.pauseUntil(container.beganAtNanos() + duration.toNanos());
            container.paced().mark();
        }
    }

    private static String table(List<Container> containers, Report report) {
        Table table = new Table(
                "limit",
                "ready after (s)",
                "processor time until then (s)",
                "since it was ready",
                "processor time of a probe (ms)",
                "latency, p50 (ms)",
                "p99 (ms)",
                "failed");
        Goals goals = new Goals();
        for (Container container : containers) {
            Start start = container.start();
            String title = container.limit().title();
            goals.atMost(container.size().readySeconds(), "Ready with " + title, start.readySeconds(), 1, " s");
            for (Piece piece : container.paced().end()) {
                table.row(List.of(
                        title,
                        Duel.number(start.readySeconds(), 1),
                        Duel.number(start.cpuSeconds(), 1),
                        Duel.number(piece.from(), 0) + "–" + Duel.number(piece.to(), 0) + " s",
                        Duel.number(piece.cpuMillis(), 2),
                        Duel.number(piece.latencies().median(), 1),
                        Duel.number(piece.latencies().at(0.99), 1),
                        piece.failed() + " of " + piece.answers().size()));
                EverydayTables.failures(report, Everyday.OURS + " on " + title, piece);
            }
        }
        return table.text() + goals.text();
    }
}
