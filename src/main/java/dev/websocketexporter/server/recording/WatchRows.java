package dev.websocketexporter.server.recording;

import dev.websocketexporter.probe.Ticker;
import dev.websocketexporter.probe.watch.TargetFigures;
import dev.websocketexporter.probe.watch.WatchFigures;
import java.util.List;
import java.util.stream.IntStream;

/** The held connections, for the metrics, the page and the API. Safe for use by several threads. */
public final class WatchRows {
    private final WatchFigures watch;
    private final Ticker ticker;
    private final MessageRates rates = new MessageRates();

    public WatchRows(WatchFigures watch, Ticker ticker) {
        this.watch = watch;
        this.ticker = ticker;
    }

    /** Whether the configuration in force has a {@code watch}. */
    public boolean areConfigured() {
        return watch.isConfigured();
    }

    /** All figures, in the order of the configuration. */
    public List<TargetFigures> figures() {
        List<TargetFigures> figures = watch.targets();
        synchronized (this) {
            rates.observe(figures, ticker.read());
        }
        return figures;
    }

    /** A row for each target, in the order in which people read them. One list is made at a time, as it can be long. */
    public synchronized List<WatchRow> rows() {
        List<TargetFigures> figures = watch.targets();
        List<Double> perMinute = rates.observe(figures, ticker.read());
        return IntStream.range(0, figures.size())
                .mapToObj(i -> WatchRow.of(figures.get(i), perMinute.get(i)))
                .sorted(WatchRow.ORDER)
                .toList();
    }
}
