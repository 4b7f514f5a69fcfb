package dev.websocketexporter.cli;

import dev.websocketexporter.cli.ProbeSettings.Verbosity;
import dev.websocketexporter.cli.idle.Watcher;
import dev.websocketexporter.probe.PhaseListener;
import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.Ticker;
import dev.websocketexporter.probe.idle.IdleConnection;
import dev.websocketexporter.probe.idle.IdleReport;
import dev.websocketexporter.render.json.IdleJson;
import dev.websocketexporter.render.terminal.IdleText;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where {@code idle} is shown: its base probe, what is held, and what was found. All calls come from one thread. */
abstract class IdleView implements ResultView, Watcher {
    private @Nullable ProbeResult base;

    @Override
    public void show(ProbeResult result) {
        base = result;
    }

    /** The base probe, which has ended. */
    ProbeResult base() {
        return Objects.requireNonNull(base);
    }

    @Override
    public void end() {}

    /** The trial has ended. */
    abstract void show(IdleReport report);

    /** For people; on a terminal it is drawn while it runs. */
    static final class Text extends IdleView {
        private final Terminal terminal;
        private final TextView.Single probe;

        Text(Terminal terminal, String heading, Ticker ticker) {
            this.terminal = terminal;
            this.probe = new TextView.Single(terminal, heading, Verbosity.USUAL, ticker);
        }

        @Override
        public void begin() {
            probe.begin();
        }

        @Override
        public PhaseListener probeBegins() {
            return probe.probeBegins();
        }

        @Override
        public void draw() {
            probe.draw();
        }

        /** One that has not succeeded is all that there is to be seen. */
        @Override
        public void show(ProbeResult result) {
            super.show(result);
            if (result.successful()) {
                terminal.redraw(List.of());
                terminal.println(IdleText.base(terminal.style(), result));
            } else {
                probe.show(result);
            }
        }

        @Override
        public void follow(Duration elapsed, List<IdleConnection> connections, @Nullable Duration pinged) {
            if (terminal.isInteractive()) {
                terminal.redraw(IdleText.running(terminal.style(), elapsed, connections, pinged));
            }
        }

        @Override
        void show(IdleReport report) {
            terminal.redraw(List.of());
            terminal.print(IdleText.of(terminal.style(), report));
        }

        @Override
        public boolean isGone() {
            return terminal.isGone();
        }

        @Override
        public boolean hasLostAResult() {
            return false;
        }
    }

    /** For programs: one object, when all is known. */
    static final class Json extends IdleView {
        private final PrintStream out;

        Json(PrintStream out) {
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
            super.show(result);
            if (!result.successful()) {
                print(null);
            }
        }

        @Override
        public void follow(Duration elapsed, List<IdleConnection> connections, @Nullable Duration pinged) {}

        @Override
        void show(IdleReport report) {
            print(report);
        }

        private void print(@Nullable IdleReport report) {
            out.print(IdleJson.text(base(), report) + "\n");
            out.flush();
        }

        @Override
        public boolean isGone() {
            return out.checkError();
        }

        @Override
        public boolean hasLostAResult() {
            return isGone();
        }
    }
}
