package dev.websocketexporter.render.json;

import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.idle.IdleConnection;
import dev.websocketexporter.probe.idle.IdleConnection.End;
import dev.websocketexporter.probe.idle.IdleReport;
import dev.websocketexporter.probe.idle.IdleReport.KeepAlive;
import dev.websocketexporter.probe.idle.IdleVerdict;
import dev.websocketexporter.probe.idle.IdleVerdict.HalfOpen;
import dev.websocketexporter.probe.idle.IdleVerdict.Limit;
import dev.websocketexporter.probe.idle.IdleVerdict.NeverIdle;
import dev.websocketexporter.probe.idle.IdleVerdict.NoLimit;
import dev.websocketexporter.probe.idle.IdleVerdict.Unknown;
import dev.websocketexporter.probe.idle.IdleVerdict.Unsteady;
import dev.websocketexporter.render.IdleWords;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A trial of idle connections as JSON, with the probe before it. */
public final class IdleJson {
    private IdleJson() {}

    /**
     * Everything, without an end of line.
     *
     * @param report absent: the base probe did not succeed
     */
    public static String text(ProbeResult base, @Nullable IdleReport report) {
        return new String(JsonWriter.utf8(json -> write(json, base, report)), StandardCharsets.UTF_8);
    }

    private static void write(JsonWriter json, ProbeResult base, @Nullable IdleReport report) {
        json.object(() -> {
            json.text("target", base.request().target().toString());
            json.text("module", base.request().module().name());
            json.flag("success", base.successful());
            if (report != null) {
                trial(json, report);
            }
            json.member("probe", () -> ProbeJson.write(json, base, null, ProbeJson.Detail.EVERYTHING));
        });
    }

    private static void trial(JsonWriter json, IdleReport report) {
        json.text("answer", IdleWords.answer(report));
        json.object("verdict", () -> verdict(json, report.verdict()));
        KeepAlive pings = report.keepAlive();
        if (pings != null) {
            json.object("pings", () -> {
                json.seconds("interval_seconds", pings.interval());
                json.text("outcome", pings.outcome().label());
                json.seconds("age_seconds", pings.age());
                end(json, pings.end());
                json.text("detail", pings.detail().isEmpty() ? null : pings.detail());
            });
        }
        json.texts("advice", IdleWords.advice(report));
        json.flag("interrupted", report.interrupted());
        json.seconds("max_seconds", report.longest());
        json.text("asked_with", report.question().label());
        json.text("asked_with_detail", report.questionDetail().isEmpty() ? null : report.questionDetail());
        json.seconds("ping_rtt_seconds", report.roundTrip());
        json.list("connections", report.connections(), one -> connection(json, one));
    }

    private static void verdict(JsonWriter json, IdleVerdict verdict) {
        json.text("kind", verdict.label());
        json.seconds("limit_seconds", verdict.limit());
        if (verdict instanceof Limit limit) {
            json.seconds("min_seconds", limit.least());
            json.seconds("max_seconds", limit.most());
            json.number("connections", limit.connections());
            end(json, limit.end());
            json.text("detail", limit.detail());
            json.flag("same_moment", limit.together());
        } else if (verdict instanceof HalfOpen lost) {
            json.seconds("min_seconds", lost.works());
            json.seconds("max_seconds", lost.lost());
            json.number("connections", lost.connections());
            end(json, lost.end());
        } else if (verdict instanceof NoLimit none) {
            json.seconds("works_seconds", none.silence());
        } else if (verdict instanceof NeverIdle never) {
            json.text("server_sends", never.speaks().name().toLowerCase(Locale.ROOT));
            json.seconds("every_seconds", never.every());
            json.seconds("silence_seconds", never.silence());
            json.seconds("age_seconds", never.age());
        } else if (verdict instanceof Unsteady unsteady) {
            json.seconds("lost_seconds", unsteady.lost());
            json.seconds("lived_seconds", unsteady.lived());
            json.number("connections", unsteady.connections());
            end(json, unsteady.end());
            json.text("detail", unsteady.detail());
        } else if (verdict instanceof Unknown unknown) {
            json.seconds("works_seconds", unknown.works().isZero() ? null : unknown.works());
            json.text("detail", unknown.detail().isEmpty() ? null : unknown.detail());
        }
    }

    private static void end(JsonWriter json, @Nullable End end) {
        if (end != null) {
            json.text("ended_by", end.by().label());
            json.number("close_code", end.code());
        }
    }

    private static void connection(JsonWriter json, IdleConnection one) {
        json.object(() -> {
            json.seconds("length_seconds", one.length());
            json.text("state", one.state().label());
            json.seconds("age_seconds", one.age());
            json.seconds("silence_seconds", one.silence());
            json.number("server_pings", one.heard().pings());
            json.number("server_messages", one.heard().messages());
            end(json, one.end());
            json.text("detail", one.detail().isEmpty() ? null : one.detail());
        });
    }
}
