package dev.websocketexporter.bench;

import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * What one exporter did in some seconds of a load at a constant rate.
 *
 * @param from in s since a start that the caller knows
 * @param to likewise
 * @param cpuSeconds processor time that it used
 * @param answers of the requests that were due in these seconds
 */
record Piece(double from, double to, double cpuSeconds, List<Answer> answers) {
    private static final double MILLIS_PER_SECOND = 1e3;

    Piece {
        answers = List.copyOf(answers);
    }

    /** Several that follow one another, as one. */
    static Piece of(List<Piece> pieces) {
        return new Piece(
                pieces.get(0).from(),
                pieces.get(pieces.size() - 1).to(),
                pieces.stream().mapToDouble(Piece::cpuSeconds).sum(),
                pieces.stream().flatMap(piece -> piece.answers().stream()).toList());
    }

    /** Processor time of a probe, in ms; not finite if there was none. */
    double cpuMillis() {
        return cpuSeconds * MILLIS_PER_SECOND / answers.size();
    }

    /** The median of the reported duration of successful probes, in ms; NaN if there was none. */
    double reportedMillis(Scheme scheme) {
        return quantiles(answer -> answer.scheme() == scheme && answer.succeeded(), Answer::reportedMillis)
                .median();
    }

    /** Of all requests, in ms. */
    Quantiles latencies() {
        return quantiles(answer -> true, Answer::latencyMillis);
    }

    private Quantiles quantiles(Predicate<Answer> which, ToDoubleFunction<Answer> figure) {
        return Quantiles.of(answers.stream().filter(which).mapToDouble(figure).toArray());
    }

    long failed() {
        return answers.stream().filter(answer -> !answer.succeeded()).count();
    }
}
