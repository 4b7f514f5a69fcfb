package dev.websocketexporter.cli.diagnose;

import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.report.UpgradeReport;
import dev.websocketexporter.probe.value.Printable;
import dev.websocketexporter.render.json.LoggedLines;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a server answered to the request of a probe, secrets hidden. */
final class Answer {
    private Answer() {}

    /** The status; absent: there was no answer. */
    static @Nullable Integer status(ProbeResult result) {
        UpgradeReport upgrade = result.upgrade();
        return upgrade == null ? null : upgrade.statusCode();
    }

    /** The values of a field, one for each line. */
    static List<String> fields(ProbeResult result, String name) {
        return new LoggedLines(result.log())
                .responseFields().stream()
                        .filter(field -> field.name().equalsIgnoreCase(name))
                        .map(LoggedLines.Field::value)
                        .toList();
    }

    /** {@code , Server: nginx}, or nothing if it did not say so. */
    static String andField(ProbeResult result, String name) {
        List<String> values = fields(result, name);
        return values.isEmpty() ? "" : ", " + name + ": " + Printable.excerpt(String.join(", ", values));
    }

    /** Whether both got an answer with the same status and the same beginning of a body. */
    static boolean same(ProbeResult one, ProbeResult other) {
        UpgradeReport first = one.upgrade();
        UpgradeReport second = other.upgrade();
        return first != null
                && second != null
                && first.statusCode() == second.statusCode()
                && Objects.equals(first.body(), second.body());
    }
}
