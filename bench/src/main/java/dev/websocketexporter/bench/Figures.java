package dev.websocketexporter.bench;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a process answers in one line of {@code name=number}.
 *
 * @param values by name
 */
record Figures(Map<String, Long> values) {
    Figures {
        values = Map.copyOf(values);
    }

    static Figures parse(String line) {
        return new Figures(Arrays.stream(line.strip().split(" "))
                .map(field -> field.split("=", 2))
                .collect(Collectors.toMap(field -> field[0], field -> Long.valueOf(field[1]))));
    }

    long of(String name) {
        Long value = values.get(name);
        if (value == null) {
            throw new IllegalStateException("no " + name + " in " + values);
        }
        return value;
    }
}
