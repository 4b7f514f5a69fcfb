package dev.websocketexporter.server.http;

import dev.websocketexporter.render.ExpositionFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.QuotedQualityCSV;
import org.jspecify.annotations.Nullable;

/**
 * What a client accepts (RFC 9110 §12.5). Jetty parses the lists of values with their qualities; a value whose quality is
 * not from 0 to 1 is ignored, and so is a whole header that Jetty cannot parse.
 */
final class ContentNegotiation {
    private static final String OPENMETRICS = "application/openmetrics-text";
    private static final String TEXT = "text/plain";

    /** Prometheus before 2.33 asks for 0.0.1, to which 1.0 is a valid answer. */
    private static final Set<String> OPENMETRICS_VERSIONS = Set.of("1.0.0", "0.0.1");

    private static final Set<String> TEXT_VERSIONS = Set.of("0.0.4");

    /** The most welcome first; of equal ones, the one that the header names first. */
    private final List<Range> ranges;

    private ContentNegotiation(List<Range> ranges) {
        this.ranges = ranges;
    }

    /**
     * The format of metrics that the client prefers.
     *
     * @param accept the value of {@code Accept}; absent: the client accepts anything
     * @return OpenMetrics if it is asked for by name and with a higher quality than text, else Prometheus text
     */
    static ExpositionFormat format(@Nullable String accept) {
        return parse(accept).prefersOpenMetrics() ? ExpositionFormat.OPENMETRICS : ExpositionFormat.PROMETHEUS_TEXT;
    }

    /**
     * Whether the client accepts gzip: by name or by the asterisk, and in neither case with a quality of 0.
     *
     * @param acceptEncoding the value of {@code Accept-Encoding}; absent: the client accepts no coding
     */
    static boolean allowsGzip(@Nullable String acceptEncoding) {
        ContentNegotiation codings = parse(acceptEncoding);
        Range gzip = codings.named(Set.of("gzip", "x-gzip"));
        Range ruling = gzip == null ? codings.named(Set.of("*")) : gzip;
        return ruling != null && ruling.quality() > 0;
    }

    private static ContentNegotiation parse(@Nullable String header) {
        QuotedQualityCSV parser = new QuotedQualityCSV();
        try {
            // Names of types, codings and parameters have no case, and Jetty sees only a lower-case q.
            parser.addValue(header == null ? "" : header.toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException malformed) {
            return new ContentNegotiation(List.of());
        }
        return new ContentNegotiation(parser.getQualityValues().stream()
                .map(value -> Range.of(value.getValue(), value.getWeight()))
                .filter(Range::isValid)
                .toList());
    }

    private @Nullable Range named(Set<String> names) {
        return ranges.stream()
                .filter(range -> names.contains(range.type()))
                .findFirst()
                .orElse(null);
    }

    /** Of two that are equally welcome, the one named first wins; one that only a wildcard covers is not named. */
    private boolean prefersOpenMetrics() {
        Range openMetrics = ruling(OPENMETRICS, OPENMETRICS_VERSIONS);
        Range text = ruling(TEXT, TEXT_VERSIONS);
        if (openMetrics == null || openMetrics.quality() == 0) {
            return false;
        }
        if (text == null || openMetrics.quality() != text.quality()) {
            return text == null || openMetrics.quality() > text.quality();
        }
        boolean textNamedFirst = text.type().equals(TEXT) && ranges.indexOf(text) < ranges.indexOf(openMetrics);
        return openMetrics.type().equals(OPENMETRICS) && !textNamedFirst;
    }

    /** The range that rules a media type: the most specific that covers it, and of these the most welcome. */
    private @Nullable Range ruling(String mediaType, Set<String> versions) {
        Range best = null;
        for (Range range : ranges) {
            if (range.covers(mediaType, versions) && (best == null || range.specificity() > best.specificity())) {
                best = range;
            }
        }
        return best;
    }

    /**
     * One value of a header.
     *
     * @param type a media type, {@code type/*} or {@code *}{@code /*}, or a coding; in lower case
     * @param parameters without the quality
     * @param quality 0 (not at all) to 1
     */
    private record Range(String type, Map<String, String> parameters, double quality) {
        static Range of(String value, double quality) {
            Map<String, String> parameters = new LinkedHashMap<>();
            String type = HttpField.getValueParameters(value, parameters);
            return new Range(type, parameters, quality);
        }

        /** A quality that Jetty could not read is still among the parameters. */
        boolean isValid() {
            return quality >= 0 && quality <= 1 && !parameters.containsKey("q");
        }

        boolean covers(String mediaType, Set<String> versions) {
            if (type.equals(mediaType)) {
                String version = parameters.get("version");
                return version == null || versions.contains(version);
            }
            return type.equals("*/*")
                    || (type.endsWith("/*") && mediaType.startsWith(type.substring(0, type.length() - 1)));
        }

        int specificity() {
            if (type.equals("*/*")) {
                return 0;
            }
            return type.endsWith("/*") ? 1 : 2;
        }
    }
}
