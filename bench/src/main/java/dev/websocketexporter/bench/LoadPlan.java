package dev.websocketexporter.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a load driver is asked to do.
 *
 * @param port of 127.0.0.1
 * @param templates paths that are asked for in turn; {@code {}} stands for the address of the target
 * @param pace how requests follow one another
 * @param duration how long requests are begun
 * @param addresses after how many targets the first one comes again
 * @param record where every answer is written to; absent: nowhere
 */
record LoadPlan(
        int port,
        List<String> templates,
        Pace pace,
        Duration duration,
        int addresses,
        @Nullable Path record) {
    /** When the next request is sent. */
    sealed interface Pace {
        /** When an answer has come: that many are always waited for. */
        record Closed(int atOnce) implements Pace {}

        /** At its time, whatever became of those before it. */
        record Open(int perSecond) implements Pace {}
    }

    static LoadPlan closed(int port, String template, int atOnce, Duration duration) {
        return new LoadPlan(port, List.of(template), new Pace.Closed(atOnce), duration, Addresses.MOST, null);
    }

    static LoadPlan open(int port, List<String> templates, int perSecond, Duration duration) {
        return new LoadPlan(port, templates, new Pace.Open(perSecond), duration, Addresses.MOST, null);
    }

    LoadPlan over(int targets) {
        return new LoadPlan(port, templates, pace, duration, targets, record);
    }

    LoadPlan recordedIn(Path file) {
        return new LoadPlan(port, templates, pace, duration, addresses, file);
    }

    /** The plan in one line, as {@link #parse} reads it. */
    String line() {
        String paced = pace instanceof Pace.Closed closed
                ? "at_once=" + closed.atOnce()
                : "per_second=" + ((Pace.Open) pace).perSecond();
        return "port=" + port + " " + paced + " millis=" + duration.toMillis() + " addresses=" + addresses
                + " templates=" + String.join("|", templates) + (record == null ? "" : " record=" + record);
    }

    static LoadPlan parse(String line) {
        Map<String, String> fields = Arrays.stream(line.split(" "))
                .map(field -> field.split("=", 2))
                .collect(Collectors.toMap(field -> field[0], field -> field[1]));
        String atOnce = fields.get("at_once");
        Pace pace = atOnce == null
                ? new Pace.Open(number(fields, "per_second"))
                : new Pace.Closed(Integer.parseInt(atOnce));
        String record = fields.get("record");
        return new LoadPlan(
                number(fields, "port"),
                List.of(Objects.requireNonNull(fields.get("templates")).split("\\|")),
                pace,
                Duration.ofMillis(number(fields, "millis")),
                number(fields, "addresses"),
                record == null ? null : Path.of(record));
    }

    private static int number(Map<String, String> fields, String name) {
        return Integer.parseInt(Objects.requireNonNull(fields.get(name), name));
    }
}
