package dev.websocketexporter.render.json;

import dev.websocketexporter.probe.ProbeRequest.HostOverride;
import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.ProbeResult.CloseReport;
import dev.websocketexporter.probe.ProbeResult.LogLine;
import dev.websocketexporter.probe.ProbeResult.Outcome;
import dev.websocketexporter.probe.module.IpProtocol;
import dev.websocketexporter.probe.report.AddressesReport;
import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.UpgradeReport;
import dev.websocketexporter.probe.value.IpText;
import dev.websocketexporter.render.Logfmt;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A result as JSON: what was learnt, under the names that metrics and their labels have. No secret is in it. */
public final class ProbeJson {
    private ProbeJson() {}

    /** How much is told of a probe. */
    public enum Detail {
        EVERYTHING,
        /** Without the log, what is taken from it, and the chain of certificates: for lists. */
        GIST
    }

    /**
     * Where a probe is found.
     *
     * @param id of the probe
     * @param key of the row of its target and module; absent: there is none
     */
    public record Place(long id, @Nullable Long key) {}

    /** Everything about a probe that has no id, since nobody keeps it; without an end of line. */
    public static String text(ProbeResult result) {
        return new String(
                JsonWriter.utf8(json -> write(json, result, null, Detail.EVERYTHING)), StandardCharsets.UTF_8);
    }

    /**
     * One probe as an object.
     *
     * @param place where it is found; absent: nobody keeps it
     */
    public static void write(JsonWriter json, ProbeResult result, @Nullable Place place, Detail detail) {
        LoggedLines logged = new LoggedLines(detail == Detail.EVERYTHING ? result.log() : List.of());
        json.object(() -> {
            json.number("id", place == null ? null : place.id());
            json.number("key", place == null ? null : place.key());
            json.time("time", result.startedAt());
            json.text("target", result.request().target().toString());
            json.text("module", result.request().module().name());
            HostOverride override = result.request().hostOverride();
            json.text("hostname", override == null ? null : override.hostHeader());
            verdict(json, result);
            failure(json, result.failure());
            phases(json, result.timings().phases());
            address(json, result.lookupTime(), result.dialled());
            addresses(json, result.addresses());
            if (detail == Detail.EVERYTHING) {
                TlsJson.write(json, result.tls());
            } else {
                TlsJson.writeGist(json, result.tls());
            }
            upgrade(json, result.upgrade(), logged);
            ConversationJson.write(json, result.conversation(), logged.said());
            close(json, result.close());
            if (detail == Detail.EVERYTHING) {
                log(json, result);
            }
        });
    }

    private static void verdict(JsonWriter json, ProbeResult result) {
        json.flag("success", result.successful());
        json.text("outcome", outcome(result.outcome()));
        if (result.outcome() instanceof Outcome.Forbidden forbidden) {
            json.text("refusal", forbidden.detail());
        }
        json.seconds("duration_seconds", result.timings().total());
        json.seconds("timeout_seconds", result.request().budget());
        json.seconds("overhead_seconds", result.timings().overhead());
        json.number("attempts", result.attempts());
    }

    private static String outcome(Outcome outcome) {
        if (outcome instanceof Outcome.Success) {
            return "success";
        }
        if (outcome instanceof Outcome.Failed) {
            return "failure";
        }
        return outcome instanceof Outcome.Forbidden ? "forbidden" : "cancelled";
    }

    /** Where and why a probe failed, as a member {@code failure}. */
    public static void failure(JsonWriter json, @Nullable Failure failure) {
        if (failure != null) {
            json.object("failure", () -> {
                json.text("phase", failure.phase().label());
                json.text("reason", failure.reason().label());
                json.text("detail", failure.detail());
            });
        }
    }

    /** The phases that began, in their order, as a member {@code phases}. */
    public static void phases(JsonWriter json, Map<Phase, Duration> phases) {
        json.list(
                "phases",
                phases.entrySet(),
                phase -> json.object(() -> {
                    json.text("name", phase.getKey().label());
                    json.seconds("seconds", phase.getValue());
                }));
    }

    private static void address(JsonWriter json, @Nullable Duration lookupTime, @Nullable InetSocketAddress dialled) {
        InetAddress address = dialled == null ? null : dialled.getAddress();
        if (address == null && lookupTime == null) {
            return;
        }
        json.object("address", () -> {
            if (address != null) {
                json.text("ip", IpText.of(address));
                json.number("protocol", IpProtocol.of(address).number());
            }
            json.seconds("dns_lookup_seconds", lookupTime);
        });
    }

    private static void addresses(JsonWriter json, @Nullable AddressesReport addresses) {
        if (addresses == null) {
            return;
        }
        json.object("addresses", () -> {
            json.number("found", addresses.found());
            json.list(
                    "probed",
                    addresses.verdicts(),
                    verdict -> json.object(() -> {
                        json.text("ip", IpText.of(verdict.address()));
                        json.flag("success", verdict.successful());
                        json.seconds("duration_seconds", verdict.duration());
                        failure(json, verdict.failure());
                    }));
        });
    }

    private static void upgrade(JsonWriter json, @Nullable UpgradeReport upgrade, LoggedLines logged) {
        List<LoggedLines.Field> request = logged.requestFields();
        if (upgrade == null && request.isEmpty()) {
            return;
        }
        json.object("upgrade", () -> {
            if (upgrade != null) {
                json.number("status", upgrade.statusCode());
                json.flag("upgraded", upgrade.upgraded());
                json.text("subprotocol", upgrade.subprotocol());
                json.texts("extensions", upgrade.extensions());
                json.number("redirects", upgrade.redirects());
                json.text("body", upgrade.body());
                json.text("http_version", upgrade.httpVersion());
            }
            fields(json, "request_headers", request);
            fields(json, "response_headers", logged.responseFields());
        });
    }

    private static void fields(JsonWriter json, String name, List<LoggedLines.Field> fields) {
        if (!fields.isEmpty()) {
            json.list(
                    name,
                    fields,
                    field -> json.object(() -> {
                        json.text("name", field.name());
                        json.text("value", field.value());
                    }));
        }
    }

    private static void close(JsonWriter json, @Nullable CloseReport close) {
        if (close != null) {
            json.object("close", () -> {
                json.number("code", close.code());
                json.text("reason", close.reason());
                json.flag("clean", close.clean());
                json.flag("by_server", close.byServer());
            });
        }
    }

    /** Lines as those of {@code /logs}, without the target and the module, which are told once. */
    private static void log(JsonWriter json, ProbeResult result) {
        json.texts("log", result.log().stream().map(line -> line(result, line)).toList());
    }

    private static String line(ProbeResult result, LogLine line) {
        return new Logfmt()
                .pair("ts", Logfmt.micros(result.startedAt().plus(line.at())))
                .pair("level", line.level().name().toLowerCase(Locale.ROOT))
                .pair("msg", line.message())
                .toString();
    }
}
