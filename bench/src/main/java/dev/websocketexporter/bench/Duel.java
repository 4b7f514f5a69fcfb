package dev.websocketexporter.bench;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Two exporters in the same seconds, piece by piece.
 *
 * @param ours of this exporter
 * @param peers of the one that it is compared with
 */
record Duel(List<Piece> ours, List<Piece> peers) {
    Duel {
        if (ours.size() != peers.size()) {
            throw new IllegalArgumentException(ours.size() + " and " + peers.size() + " pieces (expected: as many)");
        }
        ours = List.copyOf(ours);
        peers = List.copyOf(peers);
    }

    /** @param to the first piece that is not in it */
    Duel window(int from, int to) {
        return new Duel(ours.subList(from, to), peers.subList(from, to));
    }

    Piece allOurs() {
        return Piece.of(ours);
    }

    Piece allPeers() {
        return Piece.of(peers);
    }

    /** As rows show it, such as {@code 45–90 s}. */
    String seconds() {
        return String.format(
                Locale.ROOT, "%.0f–%.0f s", allOurs().from(), allOurs().to());
    }

    /** A figure of both in all these seconds, and the ratio, followed by the smallest and the largest of a piece. */
    List<String> whole(int decimals, ToDoubleFunction<Piece> figure) {
        double own = figure.applyAsDouble(allOurs());
        double other = figure.applyAsDouble(allPeers());
        Quantiles ratios = Quantiles.of(ratios(figure).toArray());
        return List.of(
                number(own, decimals),
                number(other, decimals),
                String.format(Locale.ROOT, "%.2f (%.2f–%.2f)", own / other, ratios.min(), ratios.max()));
    }

    /** The medians of the pieces' figures and of their ratios, the latter followed by the smallest and the largest. */
    List<String> medians(int decimals, ToDoubleFunction<Piece> figure) {
        return List.of(
                middle(ours, decimals, figure),
                middle(peers, decimals, figure),
                Spread.of(ratios(figure).toArray()).text(2));
    }

    /** The median of the pieces' ratios. */
    double medianRatio(ToDoubleFunction<Piece> figure) {
        return Spread.of(ratios(figure).toArray()).median();
    }

    private static String middle(List<Piece> pieces, int decimals, ToDoubleFunction<Piece> figure) {
        return Spread.of(pieces.stream().mapToDouble(figure).toArray()).middle(decimals);
    }

    /** A piece in which one of them did no probe has none. */
    private DoubleStream ratios(ToDoubleFunction<Piece> figure) {
        return IntStream.range(0, ours.size())
                .mapToDouble(i -> figure.applyAsDouble(ours.get(i)) / figure.applyAsDouble(peers.get(i)))
                .filter(Double::isFinite);
    }

    static String number(double value, int decimals) {
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}
