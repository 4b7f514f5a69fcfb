package dev.websocketexporter.server.page;

import dev.websocketexporter.probe.watch.TargetFigures.Feed;
import dev.websocketexporter.probe.watch.TargetFigures.LastEnd;
import dev.websocketexporter.probe.watch.TargetFigures.Sequence;
import dev.websocketexporter.server.recording.WatchRow;
import dev.websocketexporter.server.recording.WatchStanding;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A row of held connections; {@code watched.js} makes the same of the API's answer. */
final class WatchRowHtml {
    private final Html html;
    private final Instant now;

    WatchRowHtml(Html html, Instant now) {
        this.html = html;
        this.now = now;
    }

    void row(WatchRow row) {
        html.open("tr", "role", "row");
        cell("state-cell");
        html.element("span", row.standing().word(), "class", "state " + kind(row.standing()));
        html.element("small", row.open() + " of " + row.wanted() + " open").close("td");
        cell("target");
        html.element("span", row.target(), "class", "name");
        html.element("small", how(row)).close("td");
        cell("ages");
        ages(row);
        html.close("td");
        cell("last");
        drop(row.lastDrop());
        html.close("td");
        cell("messages");
        messages(row);
        html.close("td").close("tr").line();
    }

    private static String kind(WatchStanding standing) {
        return switch (standing) {
            case DOWN -> "bad";
            case STALE, DEGRADED -> "warn";
            case OPENING -> "soft";
            case UP -> "good";
        };
    }

    private void cell(String kind) {
        html.open("td", "class", kind, "role", "cell");
    }

    /** The watch, the module, and what the target file says. */
    private static String how(WatchRow row) {
        StringBuilder how = new StringBuilder(row.watch()).append(", module ").append(row.module());
        row.figures()
                .watched()
                .labels()
                .forEach((name, value) ->
                        how.append(", ").append(name).append(' ').append(value));
        return how.toString();
    }

    private void ages(WatchRow row) {
        if (row.oldest() == null || row.youngest() == null) {
            missing("none open");
        } else if (row.open() == 1) {
            age(row.oldest(), "for ", null);
        } else {
            age(row.oldest(), "oldest ", null);
            html.open("small");
            age(row.youngest(), "youngest ", null);
            html.close("small");
        }
    }

    private void drop(@Nullable LastEnd drop) {
        if (drop == null) {
            missing("no drop");
            return;
        }
        html.open("span", "title", drop.detail())
                .element("b", drop.cause() + (drop.code().isEmpty() ? "" : " " + drop.code()), "class", "bad")
                .text(" " + drop.detail())
                .close("span")
                .open("small");
        age(drop.time(), null, " ago");
        html.close("small");
    }

    private void messages(WatchRow row) {
        Feed feed = row.figures().feed();
        Double rate = row.messagesPerMinute();
        if (rate == null) {
            missing("not known yet");
        } else {
            html.element("span", rate(rate) + " a minute", "class", "num");
        }
        if (feed.last() != null) {
            html.open("small");
            age(feed.last(), "last ", " ago");
            html.close("small");
        }
        Sequence sequence = feed.gaps();
        if (sequence != null && sequence.gaps() > 0) {
            html.element("small", sequence.gaps() + (sequence.gaps() == 1 ? " gap" : " gaps"), "class", "warn");
        }
    }

    /** Small ones with a digit after the point, as far as there is one. */
    private static String rate(double perMinute) {
        return perMinute >= 10 || perMinute == Math.rint(perMinute)
                ? String.valueOf(Math.round(perMinute))
                : String.valueOf(perMinute);
    }

    /** On a phone no heading says what is missing. */
    private void missing(String words) {
        html.element("span", words, "class", "soft");
    }

    /** The script keeps it true. */
    private void age(Instant time, @Nullable String before, @Nullable String after) {
        Ages.write(html, time, now, before, after);
    }
}
