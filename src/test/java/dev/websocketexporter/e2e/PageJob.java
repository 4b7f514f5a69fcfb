package dev.websocketexporter.e2e;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A job of probes in a Prometheus' configuration.
 *
 * @param intervalSeconds between two scrapes of a target
 * @param targets their URLs
 */
record PageJob(String name, int intervalSeconds, List<String> targets) {
    String yaml(int exporterPort) {
        return """
                  - job_name: %s
                    scrape_interval: %ds
                    metrics_path: /probe
                    static_configs:
                      - targets: [%s]
                    relabel_configs:
                      - {source_labels: [__address__], target_label: __param_target}
                      - {source_labels: [__param_target], target_label: instance}
                      - {target_label: __address__, replacement: "127.0.0.1:%d"}
                """.formatted(
                        name,
                        intervalSeconds,
                        targets.stream().map(url -> '"' + url + '"').collect(Collectors.joining(", ")),
                        exporterPort);
    }
}
