package dev.websocketexporter.testkit;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The head of a request as it came over the wire.
 *
 * @param lines the request line, then the header lines; without line ends
 */
public record RequestHead(List<String> lines) {
    public RequestHead {
        lines = List.copyOf(lines);
    }

    public String requestLine() {
        return lines.get(0);
    }

    /** The value of the first field of that name. */
    public Optional<String> header(String name) {
        return headers(name).stream().findFirst();
    }

    /** The values of all fields of that name, in order. */
    public List<String> headers(String name) {
        String prefix = name.toLowerCase(Locale.ROOT) + ":";
        return lines.stream()
                .skip(1)
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(prefix))
                .map(line -> line.substring(prefix.length()).strip())
                .toList();
    }
}
