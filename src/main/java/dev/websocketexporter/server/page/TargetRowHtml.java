package dev.websocketexporter.server.page;

import dev.websocketexporter.probe.ProbeRequest.HostOverride;
import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.value.Secret;
import dev.websocketexporter.server.recording.CertificateLife;
import dev.websocketexporter.server.recording.CertificateLife.Urgency;
import dev.websocketexporter.server.recording.RecentOutcomes.Cell;
import dev.websocketexporter.server.recording.Standing;
import dev.websocketexporter.server.recording.TargetRow;
import dev.websocketexporter.server.recording.TargetState;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A row of the overview; {@code targets.js} makes the same of the API's answer. */
final class TargetRowHtml {
    private final Html html;
    private final String links;
    private final Instant now;

    TargetRowHtml(Html html, String links, Instant now) {
        this.html = html;
        this.links = links;
        this.now = now;
    }

    void row(TargetRow shown) {
        TargetState row = shown.state();
        html.open("tr", "role", "row");
        cell("state-cell");
        Standing standing = shown.standing();
        html.element("span", standing.word(), "class", "state " + kind(standing));
        html.open("small");
        if (standing == Standing.STALE) {
            age(row.time(), "not probed for ", null);
        } else {
            age(row.since(), "for ", null);
        }
        html.close("small").close("td");
        cell("target");
        html.element("a", shown.target(), "class", "name", "href", links + probePath(row.lastId(), row.time()));
        html.element("small", how(shown)).close("td");
        cell("history");
        List<Cell> cells = row.outcomes().last(Drawings.CELLS);
        Drawings.strip(html, cells);
        html.element("small", percent(row.outcomes().availability()) + " succeeded")
                .close("td");
        cell("last");
        last(row);
        html.close("td");
        cell("times");
        Drawings.spark(html, cells);
        html.element("small", Words.duration(row.duration()), "class", "num").close("td");
        cell("certificate");
        certificate(row.certificate());
        html.close("td").close("tr").line();
    }

    private static String kind(Standing standing) {
        return switch (standing) {
            case UP -> "good";
            case DOWN -> "bad";
            case STALE -> "soft";
        };
    }

    private void cell(String kind) {
        html.open("td", "class", kind, "role", "cell");
    }

    /** The path of the page of a probe. With the time it leads to no other probe when the exporter has started anew. */
    static String probePath(long id, Instant time) {
        return "/probes?id=" + id + "&time=" + URLEncoder.encode(time.toString(), StandardCharsets.UTF_8);
    }

    /** The script keeps it true. */
    private void age(Instant time, @Nullable String before, @Nullable String after) {
        Ages.write(html, time, now, before, after);
    }

    /** The module and what the probe brings along; rows that would look the same have their number, too. */
    private static String how(TargetRow shown) {
        TargetState row = shown.state();
        HostOverride override = row.hostOverride();
        boolean hides = !row.params().isEmpty() || shown.target().contains(Secret.HIDDEN);
        return row.module()
                + (override == null ? "" : ", as " + override.hostHeader())
                + (row.params().isEmpty() ? "" : ", with " + String.join(", ", row.params()))
                + (hides ? ", row " + row.key() : "");
    }

    private void last(TargetState row) {
        Failure failure = row.failure();
        if (!row.phases().isEmpty()) {
            Drawings.bar(html, row.phases(), row.duration(), Duration.ZERO, failure == null ? null : failure.phase());
        }
        if (failure != null) {
            html.open("span", "title", failure.detail())
                    .element(
                            "b",
                            failure.phase().label() + "/" + failure.reason().label(),
                            "class",
                            "bad")
                    .text(" " + failure.detail())
                    .close("span");
        }
        html.open("small");
        age(row.time(), null, " ago");
        html.close("small");
    }

    private void certificate(@Nullable CertificateLife certificate) {
        if (certificate == null) {
            html.element("span", "–", "class", "soft");
            return;
        }
        Duration left = certificate.left(now);
        html.element(
                "span",
                left.isNegative() ? "expired " + Words.age(left.negated()) + " ago" : Words.age(left),
                "class",
                kind(certificate.urgency(now)),
                "title",
                certificate.notAfter().toString());
    }

    private static String kind(Urgency urgency) {
        return switch (urgency) {
            case NONE -> "num";
            case SOON -> "num warn";
            case VERY_SOON -> "num bad";
        };
    }

    /** 100 % are all: one failure among thousands shows. */
    static String percent(double share) {
        double percent = share >= 1 ? 100 : Math.min(99.9, Math.floor(1000 * share) / 10);
        return share >= 1 ? "100 %" : String.format(Locale.ROOT, "%.1f %%", percent);
    }
}
