package dev.websocketexporter.cli;

import dev.websocketexporter.cli.ProbeSettings.Verbosity;
import dev.websocketexporter.cli.diagnose.Diagnosis;
import dev.websocketexporter.cli.diagnose.DiagnosisJson;
import dev.websocketexporter.cli.diagnose.DiagnosisText;
import dev.websocketexporter.cli.diagnose.LikelyCauses;
import dev.websocketexporter.cli.diagnose.Trial;
import dev.websocketexporter.cli.diagnose.Variations;
import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.render.terminal.ProbeText;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;

/** Where a diagnosis is shown, as it comes. All calls come from one thread. */
interface DiagnosisView {
    /** Before the base. */
    void begin();

    /** While a probe of that name runs, again and again. */
    void draw(String name, Duration since);

    /** The base has no result that people need to see: Ctrl-C came, or the policy forbids the target. */
    void dropBase(ProbeResult base);

    /** The base has ended. */
    void showBase(ProbeResult base);

    /** A variation has ended. */
    void show(ProbeResult base, Trial trial);

    /**
     * No more probes follow.
     *
     * @param variations those that were to be made
     */
    void end(Diagnosis diagnosis, Variations variations);

    /** Whether nobody reads any more. */
    boolean isGone();

    /** Whether somebody needs a result that could not be written. */
    boolean hasLostAResult();

    /** For people: a row as soon as there is one; on a terminal also while the probe runs. */
    final class Text implements DiagnosisView {
        private final Terminal terminal;
        private final DiagnosisText text;
        private final String heading;
        private final Verbosity verbosity;

        /** Nothing but a refusal is to be seen of a target that is forbidden. */
        private boolean begun;

        Text(Terminal terminal, String heading, Verbosity verbosity) {
            this.terminal = terminal;
            this.text = new DiagnosisText(terminal.style());
            this.heading = heading;
            this.verbosity = verbosity;
        }

        @Override
        public void begin() {
            draw("base", Duration.ZERO);
        }

        @Override
        public void draw(String name, Duration since) {
            if (terminal.isInteractive()) {
                String row = text.running(name, since).stripTrailing();
                terminal.redraw(begun ? List.of(row) : List.of(heading, row));
            }
        }

        @Override
        public void dropBase(ProbeResult base) {
            terminal.redraw(List.of());
        }

        @Override
        public void showBase(ProbeResult base) {
            terminal.redraw(List.of());
            begun = true;
            terminal.print(heading + "\n" + text.base(base));
            showLog(base);
        }

        @Override
        public void show(ProbeResult base, Trial trial) {
            terminal.redraw(List.of());
            terminal.print(text.trial(base, trial));
            showLog(trial.result());
        }

        private void showLog(ProbeResult result) {
            if (verbosity == Verbosity.WITH_LOG) {
                terminal.print(ProbeText.log(terminal.style(), result));
            }
        }

        @Override
        public void end(Diagnosis diagnosis, Variations variations) {
            terminal.redraw(List.of());
            terminal.print(text.end(diagnosis, variations, LikelyCauses.of(diagnosis, variations)));
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
    }

    /** For programs: one object when all is over; never coloured. */
    final class Json implements DiagnosisView {
        private final PrintStream out;

        Json(PrintStream out) {
            this.out = out;
        }

        @Override
        public void begin() {}

        @Override
        public void draw(String name, Duration since) {}

        /** Programs get an object nevertheless, as from the other commands. */
        @Override
        public void dropBase(ProbeResult base) {
            print(DiagnosisJson.text(base));
        }

        @Override
        public void showBase(ProbeResult base) {}

        @Override
        public void show(ProbeResult base, Trial trial) {}

        @Override
        public void end(Diagnosis diagnosis, Variations variations) {
            print(DiagnosisJson.text(diagnosis, variations, LikelyCauses.of(diagnosis, variations)));
        }

        private void print(String object) {
            out.print(object + "\n");
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
