package dev.websocketexporter.engine.run;

import dev.websocketexporter.probe.ProbeResult.LogLine;
import dev.websocketexporter.probe.ProbeResult.LogLine.Level;
import dev.websocketexporter.probe.Ticker;
import dev.websocketexporter.probe.target.Target;
import dev.websocketexporter.probe.value.Printable;
import dev.websocketexporter.probe.value.QueryValues;
import dev.websocketexporter.probe.value.Secret;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The log of one probe, bounded whatever the target says. Control characters become visible, so that a target cannot
 * forge a line. Confined to the probe's event loop.
 */
public final class ProbeLog {
    private static final int MAX_LINE_LENGTH = 1_000;
    private static final int SHORTEST_SECRET = 4;
    private static final int SHORTEST_TOKEN = 8;
    private static final char CUT = '…';
    private static final Pattern WORD = Pattern.compile("[a-z_-]+");

    private final Ticker ticker;
    private final long startedAt;
    private final BoundedLog lines = new BoundedLog();

    /** The longest first: one may be a part of another, whose rest would stay. */
    private final Set<String> secrets =
            new TreeSet<>(Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()));

    public ProbeLog(Ticker ticker, long startedAt) {
        this.ticker = ticker;
        this.startedAt = startedAt;
    }

    public void debug(String message) {
        add(Level.DEBUG, message);
    }

    public void info(String message) {
        add(Level.INFO, message);
    }

    public void warn(String message) {
        add(Level.WARN, message);
    }

    /** From now on this text is not shown, wherever it comes from: a peer may repeat what it was sent. */
    public void hide(String secret) {
        // Shorter ones would hide ordinary words, and so reveal what they are.
        if (secret.length() >= SHORTEST_SECRET) {
            secrets.add(secret);
            String quoted = Printable.quotedAscii(secret);
            secrets.add(quoted.substring(1, quoted.length() - 1));
        }
    }

    /**
     * The same for the values in a target's query, as far as they may be credentials: a word such as {@code websocket},
     * which Socket.IO has there, must stay readable where it says something else.
     */
    void hideQueryOf(Target target) {
        for (String value : QueryValues.in(target.requestTarget())) {
            if (value.length() >= SHORTEST_TOKEN && !WORD.matcher(value).matches()) {
                hide(value);
            }
        }
    }

    /** The text without what is hidden. */
    public String withoutSecrets(String text) {
        String shown = text;
        for (String secret : secrets) {
            shown = shown.replace(secret, Secret.HIDDEN);
        }
        for (String secret : secrets) {
            shown = withoutBeginning(shown, secret);
        }
        return shown;
    }

    /** Where a peer's words were cut, the beginning of a secret may be left. */
    private static String withoutBeginning(String text, String secret) {
        String shown = text;
        for (int cut = shown.lastIndexOf(CUT); cut > 0; cut = shown.lastIndexOf(CUT, cut - 1)) {
            int end = shown.charAt(cut - 1) == '"' ? cut - 1 : cut;
            int length = Math.min(end, secret.length() - 1);
            while (length >= SHORTEST_SECRET && !shown.regionMatches(end - length, secret, 0, length)) {
                length--;
            }
            if (length >= SHORTEST_SECRET) {
                shown = shown.substring(0, end - length) + Secret.HIDDEN + shown.substring(end);
                cut = end - length;
            }
        }
        return shown;
    }

    List<LogLine> lines() {
        return lines.lines();
    }

    private void add(Level level, String message) {
        String text = Printable.oneLine(withoutSecrets(message), MAX_LINE_LENGTH - 1);
        lines.add(new LogLine(Duration.ofNanos(ticker.read() - startedAt), level, text));
    }
}
