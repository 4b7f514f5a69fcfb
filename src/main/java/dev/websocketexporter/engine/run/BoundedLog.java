package dev.websocketexporter.engine.run;

import dev.websocketexporter.probe.ProbeResult.LogLine;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The first and the last lines of a log, whatever comes between: how a probe began, and how it ended. Confined to one event
 * loop.
 */
final class BoundedLog {
    /** Of the first lines, and as many again of the last. */
    static final int MOST_LINES = 150;

    /** Of the first lines, and as many again of the last. */
    static final int MOST_CHARACTERS = 32 * 1024;

    /** A plain probe has fewer: its list does not grow. */
    private static final int USUAL_LINES = 24;

    private final List<LogLine> first = new ArrayList<>(USUAL_LINES);

    /** Made when it is needed, which it is for few probes. */
    private @Nullable Deque<LogLine> last;

    private int firstCharacters;
    private int lastCharacters;
    private int leftOut;

    void add(LogLine line) {
        int length = line.message().length();
        if (last == null && first.size() < MOST_LINES && firstCharacters + length <= MOST_CHARACTERS) {
            first.add(line);
            firstCharacters += length;
            return;
        }
        if (last == null) {
            last = new ArrayDeque<>();
        }
        last.addLast(line);
        lastCharacters += length;
        while (last.size() > MOST_LINES || (lastCharacters > MOST_CHARACTERS && last.size() > 1)) {
            lastCharacters -= last.removeFirst().message().length();
            leftOut++;
        }
    }

    /** All of them, in their order, with a line in the place of what was left out. */
    List<LogLine> lines() {
        if (last == null) {
            return List.copyOf(first);
        }
        List<LogLine> all = new ArrayList<>(first);
        if (leftOut > 0) {
            all.add(new LogLine(
                    last.getFirst().at(),
                    LogLine.Level.INFO,
                    leftOut + (leftOut == 1 ? " line was" : " lines were") + " left out here"));
        }
        all.addAll(last);
        return List.copyOf(all);
    }
}
