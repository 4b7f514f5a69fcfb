package dev.websocketexporter.engine.run;

import dev.websocketexporter.probe.ProbeResult.LogLine;
import dev.websocketexporter.probe.ProbeResult.LogLine.Level;
import dev.websocketexporter.probe.ProbeResult.LogLine.Topic;
import dev.websocketexporter.probe.Ticker;
import dev.websocketexporter.probe.module.ParamValues;
import dev.websocketexporter.probe.target.Target;
import dev.websocketexporter.probe.value.Bytes;
import dev.websocketexporter.probe.value.Printable;
import dev.websocketexporter.probe.value.QueryValues;
import dev.websocketexporter.probe.value.Secret;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The log of one probe, bounded whatever the target says. Control characters become visible, so that a target cannot
 * forge a line. Confined to the probe's event loop.
 */
public final class ProbeLog {
    private static final int MAX_LINE_LENGTH = 1_000;

    /** What of a message is looked at after the part that is shown: a secret may begin there and end later. */
    private static final int SEARCHED_AFTER_BYTES = 1_024;

    /** What of a line is looked at: the rest would not be shown. */
    private static final int MAX_SEARCHED = 8 * 1_024;

    private static final int SHORTEST_TOKEN = 8;
    private static final Pattern WORD = Pattern.compile("[a-z_-]+");

    private final Ticker ticker;
    private final long startedAt;
    private final BoundedLog lines = new BoundedLog();

    private final HiddenTexts hidden = new HiddenTexts();
    private boolean hidesPeersWords;

    public ProbeLog(Ticker ticker, long startedAt) {
        this.ticker = ticker;
        this.startedAt = startedAt;
    }

    public void debug(String message) {
        add(Level.DEBUG, message, null);
    }

    public void info(String message) {
        add(Level.INFO, message, null);
    }

    public void warn(String message) {
        add(Level.WARN, message, null);
    }

    /** A debug line that views may show in a place of its own. */
    public void debug(Topic topic, String message) {
        add(Level.DEBUG, message, topic);
    }

    /** The same at the level of a finding. */
    public void info(Topic topic, String message) {
        add(Level.INFO, message, topic);
    }

    /** From now on this text is not shown, wherever it comes from and however it is written. */
    public void hide(String secret) {
        hidden.add(secret);
    }

    /**
     * The same for the values in a target's query, also as a server decodes them, as far as they may be credentials: a word
     * such as {@code websocket}, which Socket.IO has there, must stay readable where it says something else.
     */
    void hideQueryOf(Target target) {
        for (String value : QueryValues.in(target.requestTarget())) {
            hideToken(value);
            hideToken(decoded(value));
            hideToken(decoded(value.replace("+", "%2B")));
        }
    }

    /** The same for what the probe brought along for the params of its module. */
    void hideParams(ParamValues params) {
        for (Secret value : params.hidden()) {
            hideToken(value.reveal());
            // A list of subprotocols.
            for (String part : value.reveal().split(",", -1)) {
                hideToken(part.strip());
            }
        }
    }

    private void hideToken(String value) {
        if (value.length() >= SHORTEST_TOKEN && !WORD.matcher(value).matches()) {
            hide(value);
        }
    }

    private static String decoded(String value) {
        try {
            return URLDecoder.decode(value, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return value;
        }
    }

    /** From now on nothing that a peer says is shown: it may repeat what cannot be looked for. */
    public void hidePeersWords() {
        hidesPeersWords = true;
    }

    public boolean hidesPeersWords() {
        return hidesPeersWords;
    }

    /**
     * How a word of the peer's, such as the reason of a Close, may be shown; it may be used after the run, and keeps nothing
     * of it but what must be hidden. It gives an empty text for what must not be shown at all.
     */
    public UnaryOperator<String> peersWords() {
        if (hidesPeersWords) {
            return words -> "";
        }
        HiddenTexts kept = hidden;
        return kept.isEmpty() ? QueryValues::hideInText : words -> kept.hide(QueryValues.hideInText(words));
    }

    /** The text without what is hidden. */
    public String withoutSecrets(String text) {
        return hidden.hide(text);
    }

    /** The first so many bytes in hex, without what is hidden. */
    public String hex(Bytes bytes, int maxBytes) {
        String shown = hidden.hex(bytes.beginning(maxBytes + SEARCHED_AFTER_BYTES), maxBytes);
        return bytes.length() <= maxBytes ? shown : shown + "…";
    }

    public List<LogLine> lines() {
        return lines.lines();
    }

    private void add(Level level, String message, @Nullable Topic topic) {
        String text =
                Printable.oneLine(withoutSecrets(Printable.beginning(message, MAX_SEARCHED)), MAX_LINE_LENGTH - 1);
        lines.add(new LogLine(Duration.ofNanos(ticker.read() - startedAt), level, text, topic));
    }
}
