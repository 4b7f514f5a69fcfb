package dev.websocketexporter.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Probes at a constant rate whose packets were captured, all of them.
 *
 * @param packets how many were captured
 * @param delay of the exporter's event loops meanwhile
 */
record CapturedLoad(Exactness exactness, LoadResult result, long packets, RunDelay delay) {
    private static final int MOST_TRIES = 3;

    /**
     * A round that lost packets is played again.
     *
     * @param plan of targets of the laboratory
     * @param samples the line of an answer that says a phase
     */
    static CapturedLoad play(
            Laboratory laboratory, Subject exporter, LoadPlan plan, Function<WirePhase, Optional<Pattern>> samples)
            throws IOException {
        Path answers = laboratory.directory().resolve("answers.txt");
        for (int attempt = 1; attempt <= MOST_TRIES; attempt++) {
            RunDelay before = RunDelay.of(exporter.process().pid());
            LoadResult result;
            Capture.Taken taken;
            try (Capture capture = Capture.start(
                    laboratory.directory(), List.of(laboratory.port(Scheme.WS), laboratory.port(Scheme.ECDSA)))) {
                result = laboratory.load(plan.recordedIn(answers));
                taken = capture.end();
            }
            if (taken.lost() == 0) {
                return new CapturedLoad(
                        new Exactness(taken.connections(), ReportedTimes.read(answers, samples)),
                        result,
                        taken.packets(),
                        RunDelay.of(exporter.process().pid()).since(before));
            }
            System.err.println("the capture lost " + taken.lost() + " of " + taken.packets() + " packets: not counted");
        }
        throw new IOException("every capture of " + MOST_TRIES + " lost packets (expected: an idle machine)");
    }
}
