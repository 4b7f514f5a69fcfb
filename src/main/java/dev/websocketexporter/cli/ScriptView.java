package dev.websocketexporter.cli;

import dev.websocketexporter.probe.PhaseListener;
import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.ProbeResult.Outcome;
import dev.websocketexporter.render.ExpositionFormat;
import dev.websocketexporter.render.ProbeExposition;
import dev.websocketexporter.render.json.ProbeJson;
import java.io.PrintStream;

/** For programs: each result as it is, and nothing else; never coloured. */
abstract class ScriptView implements ResultView {
    private final PrintStream out;

    ScriptView(PrintStream out) {
        this.out = out;
    }

    @Override
    public void begin() {}

    @Override
    public PhaseListener probeBegins() {
        return PhaseListener.NONE;
    }

    @Override
    public void draw() {}

    @Override
    public void show(ProbeResult result) {
        out.print(text(result));
        out.flush();
    }

    abstract String text(ProbeResult result);

    @Override
    public void end() {}

    @Override
    public boolean isGone() {
        return out.checkError();
    }

    @Override
    public boolean hasLostAResult() {
        return isGone();
    }

    /** One object a line, the same as the API has. */
    static final class Json extends ScriptView {
        private final boolean isSeries;

        /** @param isSeries whoever reads one may have enough of it, as {@code head} has after its lines */
        Json(PrintStream out, boolean isSeries) {
            super(out);
            this.isSeries = isSeries;
        }

        @Override
        public boolean hasLostAResult() {
            return !isSeries && super.hasLostAResult();
        }

        @Override
        String text(ProbeResult result) {
            return ProbeJson.text(result) + "\n";
        }
    }

    /** As {@code /probe} answers; a target that the policy forbids has no metrics there either. */
    static final class Metrics extends ScriptView {
        private final PrintStream err;

        Metrics(PrintStream out, PrintStream err) {
            super(out);
            this.err = err;
        }

        @Override
        String text(ProbeResult result) {
            if (result.outcome() instanceof Outcome.Forbidden forbidden) {
                err.println(forbidden.detail());
                return "";
            }
            return result.outcome() instanceof Outcome.Cancelled
                    ? ""
                    : ProbeExposition.text(result, ExpositionFormat.PROMETHEUS_TEXT);
        }
    }
}
