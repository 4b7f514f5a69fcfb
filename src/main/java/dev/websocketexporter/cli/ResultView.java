package dev.websocketexporter.cli;

import dev.websocketexporter.probe.PhaseListener;
import dev.websocketexporter.probe.ProbeResult;

/** Where probes are shown. All calls come from one thread, except those of the listener. */
interface ResultView {
    /** What is wrong if somebody needs a result that could not be written. */
    String LOST = "stdout: the result could not be written (expected: a file or pipe that takes it)";

    /** Before the first probe. */
    void begin();

    /** A probe begins: who follows its phases. */
    PhaseListener probeBegins();

    /** While it runs, again and again. */
    void draw();

    /** It has ended. */
    void show(ProbeResult result);

    /** No more probes follow. */
    void end();

    /** Whether nobody reads any more. */
    boolean isGone();

    /** Whether somebody needs a result that could not be written. */
    boolean hasLostAResult();
}
