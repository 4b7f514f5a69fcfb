package dev.websocketexporter.render;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a client takes, by {@code Accept} (RFC 9110 §12.5.1). A range that cannot be read says nothing. */
record AcceptHeader(List<Range> ranges) {
    private static final String OPENMETRICS = "application/openmetrics-text";
    private static final String TEXT = "text/plain";

    /** Prometheus before 2.33 asks for 0.0.1, which 1.0 is understood as. */
    private static final Set<String> OPENMETRICS_VERSIONS = Set.of("1.0.0", "0.0.1");

    private static final Set<String> TEXT_VERSIONS = Set.of("0.0.4");

    static AcceptHeader parse(String value) {
        List<Range> ranges = new ArrayList<>();
        for (String element : value.split(",", -1)) {
            Range range = Range.parse(element);
            if (range != null) {
                ranges.add(range);
            }
        }
        return new AcceptHeader(List.copyOf(ranges));
    }

    /** Of two that are equally welcome, the one named first wins; one that only a wildcard covers is not named. */
    boolean prefersOpenMetrics() {
        Range openMetrics = best(OPENMETRICS, OPENMETRICS_VERSIONS);
        Range text = best(TEXT, TEXT_VERSIONS);
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
    private @Nullable Range best(String type, Set<String> versions) {
        return ranges.stream()
                .filter(range -> range.covers(type, versions))
                .max(Comparator.comparingInt(Range::specificity).thenComparingDouble(Range::quality))
                .orElse(null);
    }

    /**
     * One element of the header.
     *
     * @param type a media type, {@code type/*} or {@code *}{@code /*}, in lower case
     * @param version the parameter {@code version}; absent: any
     * @param quality 0 (not at all) to 1
     */
    record Range(String type, @Nullable String version, double quality) {
        private static final Pattern TYPE = Pattern.compile("[^\\s/;,*]+/(?:\\*|[^\\s/;,*]+)|\\*/\\*");
        private static final Pattern QUALITY = Pattern.compile("0(\\.[0-9]{0,3})?|1(\\.0{0,3})?");

        static @Nullable Range parse(String element) {
            String[] parts = element.split(";", -1);
            String type = parts[0].strip().toLowerCase(Locale.ROOT);
            String version = null;
            double quality = 1;
            for (int i = 1; i < parts.length; i++) {
                String[] parameter = parts[i].strip().split("=", 2);
                String value = parameter.length == 2 ? unquoted(parameter[1].strip()) : "";
                if (parameter[0].equalsIgnoreCase("q")) {
                    if (!QUALITY.matcher(value).matches()) {
                        return null;
                    }
                    quality = Double.parseDouble(value);
                } else if (parameter[0].equalsIgnoreCase("version")) {
                    version = value;
                }
            }
            return TYPE.matcher(type).matches() ? new Range(type, version, quality) : null;
        }

        private static String unquoted(String value) {
            boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
            return quoted ? value.substring(1, value.length() - 1) : value;
        }

        boolean covers(String mediaType, Set<String> versions) {
            if (type.equals(mediaType)) {
                return version == null || versions.contains(version);
            }
            return type.endsWith("/*")
                    && (type.startsWith("*") || mediaType.startsWith(type.substring(0, type.length() - 1)));
        }

        int specificity() {
            if (type.startsWith("*")) {
                return 0;
            }
            return type.endsWith("*") ? 1 : 2;
        }
    }
}
