package dev.websocketexporter.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A job of probes, with its targets in a file of their own, so that they come and go while Prometheus runs.
 *
 * @param intervalSeconds between two scrapes of a target
 * @param locations from which each target is probed, or one that is empty: from the first exporter, without that label
 */
record PageJob(String name, int intervalSeconds, List<String> locations) {
    PageJob(String name, int intervalSeconds) {
        this(name, intervalSeconds, List.of(""));
    }

    /** Its entry of {@code scrape_configs}. */
    String yaml(PageWorld.Exporters exporters) {
        return """
                  - job_name: %s
                    scrape_interval: %ds
                    metrics_path: /probe
                    file_sd_configs: [{files: ["%s"]}]
                    relabel_configs:
                      - {source_labels: [__address__], target_label: __param_target}
                      - {source_labels: [__param_target], target_label: instance}
                      - {target_label: __address__, replacement: "%s"}
                      - {source_labels: [location], regex: %s, target_label: __address__, replacement: "%s"}
                """.formatted(name, intervalSeconds, file(), exporters.here(), PageWorld.THERE, exporters.there());
    }

    /** Writes down which targets there are from now on; Prometheus sees it by itself. */
    void targets(Path directory, Collection<String> urls) throws IOException {
        String list = urls.stream().map(url -> '"' + url + '"').collect(Collectors.joining(", ", "[", "]"));
        String groups = locations.stream()
                .map(location -> "- targets: " + list + "\n"
                        + (location.isEmpty() ? "" : "  labels: {location: " + location + "}\n"))
                .collect(Collectors.joining());
        // A file that is half written would be read as one with fewer targets.
        Path written = Files.writeString(directory.resolve(name + ".new"), groups);
        Files.move(
                written,
                directory.resolve(file()),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    private String file() {
        return name + ".targets.yml";
    }
}
