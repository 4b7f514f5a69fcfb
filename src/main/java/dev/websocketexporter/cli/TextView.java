package dev.websocketexporter.cli;

import dev.websocketexporter.cli.ProbeSettings.Verbosity;
import dev.websocketexporter.probe.PhaseListener;
import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.ProbeResult.Outcome;
import dev.websocketexporter.probe.Ticker;
import dev.websocketexporter.render.terminal.PhaseChart;
import dev.websocketexporter.render.terminal.ProbeText;
import dev.websocketexporter.render.terminal.SummaryText;

/** For people. */
abstract class TextView implements ResultView {
    final Terminal terminal;
    private final String heading;
    private final Verbosity verbosity;

    TextView(Terminal terminal, String heading, Verbosity verbosity) {
        this.terminal = terminal;
        this.heading = heading;
        this.verbosity = verbosity;
    }

    @Override
    public void begin() {
        terminal.println(heading);
    }

    /** The log of the probe, if it is wanted. */
    void showLog(ProbeResult result) {
        if (verbosity == Verbosity.WITH_LOG) {
            terminal.print(ProbeText.log(terminal.style(), result) + "\n");
        }
    }

    @Override
    public boolean isGone() {
        return terminal.isGone();
    }

    /** People see that they see nothing. */
    @Override
    public boolean hasLostAResult() {
        return false;
    }

    /** One probe in full; on a terminal its phases grow while it runs. */
    static final class Single extends TextView {
        private final LiveChart nothingYet;
        private final Ticker ticker;
        private LiveChart chart;

        Single(Terminal terminal, String heading, Verbosity verbosity, Ticker ticker) {
            super(terminal, heading, verbosity);
            this.ticker = ticker;
            this.nothingYet = new LiveChart(ticker);
            this.chart = nothingYet;
        }

        @Override
        public PhaseListener probeBegins() {
            if (!terminal.isInteractive()) {
                return PhaseListener.NONE;
            }
            chart = new LiveChart(ticker);
            return chart;
        }

        @Override
        public void draw() {
            if (chart != nothingYet) {
                terminal.redraw(chart.lines(terminal));
            }
        }

        @Override
        public void show(ProbeResult result) {
            terminal.redraw(PhaseChart.of(terminal.style(), result));
            terminal.print("\n");
            showLog(result);
            terminal.print(ProbeText.of(terminal.style(), result));
        }

        @Override
        public void end() {}
    }

    /** A line a probe, and a summary. */
    static final class Series extends TextView {
        private final SummaryText summary = new SummaryText();
        private int number;

        Series(Terminal terminal, String heading, Verbosity verbosity) {
            super(terminal, heading, verbosity);
        }

        @Override
        public PhaseListener probeBegins() {
            return PhaseListener.NONE;
        }

        @Override
        public void draw() {}

        @Override
        public void show(ProbeResult result) {
            number++;
            if (!(result.outcome() instanceof Outcome.Cancelled)) {
                summary.add(result);
                terminal.println(ProbeText.line(terminal.style(), number, result));
                showLog(result);
            }
        }

        @Override
        public void end() {
            terminal.print(summary.text(terminal.style()));
        }
    }
}
