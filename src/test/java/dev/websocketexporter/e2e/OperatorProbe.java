package dev.websocketexporter.e2e;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What prometheus-operator makes of a {@code Probe} of {@code examples/}, as far as these use it: see its
 * {@code generateProbeConfig}. Discovered targets are given with the labels that Prometheus' discovery puts on them.
 */
final class OperatorProbe {
    private final Map<String, Object> spec;

    OperatorProbe(String file) {
        this(KubernetesExample.OPERATOR.resolve(file));
    }

    OperatorProbe(Path file) {
        this.spec = mapping(AlertRule.parse(file), "spec");
    }

    /** The parameters of each request, besides the target; the module's own key comes before one among them. */
    Map<String, List<String>> parameters() {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        AlertRule.entries(spec, "params")
                .forEach(parameter -> parameters.put((String) parameter.get("name"), strings(parameter, "values")));
        parameters.put("module", List.of((String) spec.get("module")));
        return parameters;
    }

    /** A configuration of Prometheus with these targets in the place of the static ones. */
    String ofTargets(String exporter, List<String> targets) {
        return configuration(List.of(Map.of("targets", targets)), staticRules(exporter));
    }

    /** The same for one of several Prometheus: see the operator's {@code appendShardingRelabelingWithLabel}. */
    String ofShard(String exporter, List<String> targets, int shards, int shard) {
        List<Map<String, ?>> rules = staticRules(exporter);
        List<String> hash = List.of("__tmp_hash");
        rules.add(Map.of(
                "source_labels",
                List.of("__param_target", "__tmp_hash"),
                "target_label",
                "__tmp_hash",
                "regex",
                "(.+);",
                "replacement",
                "$1"));
        rules.add(Map.of("source_labels", hash, "target_label", "__tmp_hash", "modulus", shards, "action", "hashmod"));
        rules.add(Map.of(
                "source_labels",
                List.of("__tmp_hash", "__tmp_disable_sharding"),
                "regex",
                shard + ";|.+;.+",
                "action",
                "keep"));
        return configuration(List.of(Map.of("targets", targets)), rules);
    }

    private List<Map<String, ?>> staticRules(String exporter) {
        List<Map<String, ?>> rules = new ArrayList<>();
        rules.add(Map.of("source_labels", List.of("__address__"), "target_label", "__param_target"));
        rules.addAll(toExporter(exporter));
        rules.addAll(own(mapping(mapping(spec, "targets"), "staticConfig")));
        return rules;
    }

    /** The same with Ingresses, each a rule's host and path. */
    String ofIngresses(String exporter, Map<String, String> pathsByHost) {
        List<Map<String, ?>> rules = new ArrayList<>();
        rules.add(Map.of(
                "source_labels",
                List.of("__meta_kubernetes_ingress_scheme", "__address__", "__meta_kubernetes_ingress_path"),
                "regex",
                "(.+);(.+);(.+)",
                "target_label",
                "__param_target",
                "replacement",
                "${1}://${2}${3}"));
        rules.addAll(toExporter(exporter));
        rules.addAll(own(mapping(mapping(spec, "targets"), "ingress")));
        List<Map<String, ?>> groups = new ArrayList<>();
        pathsByHost.forEach((host, path) -> groups.add(Map.of(
                "targets",
                List.of(host),
                "labels",
                Map.of(
                        "__meta_kubernetes_ingress_scheme",
                        "http",
                        "__meta_kubernetes_ingress_host",
                        host,
                        "__meta_kubernetes_ingress_path",
                        path))));
        return configuration(groups, rules);
    }

    private static List<Map<String, ?>> toExporter(String exporter) {
        return List.of(
                Map.of("source_labels", List.of("__param_target"), "target_label", "instance"),
                Map.of("target_label", "__address__", "replacement", exporter));
    }

    /** The example's own rules, which come last; Prometheus writes their keys with underscores. */
    private static List<Map<String, ?>> own(Map<String, Object> targets) {
        return AlertRule.entries(targets, "relabelingConfigs")
                .<Map<String, ?>>map(rule -> rule.entrySet().stream()
                        .collect(Collectors.toMap(
                                entry -> entry.getKey()
                                        .replaceAll("([A-Z])", "_$1")
                                        .toLowerCase(Locale.ROOT),
                                Map.Entry::getValue)))
                .toList();
    }

    private String configuration(List<? extends Map<String, ?>> targets, List<Map<String, ?>> rules) {
        Map<String, Object> job = new LinkedHashMap<>();
        job.put("job_name", spec.get("jobName"));
        job.put("scrape_interval", "2s");
        job.put("scrape_timeout", "2s");
        job.put("metrics_path", mapping(spec, "prober").get("path"));
        job.put("params", parameters());
        job.put("static_configs", targets);
        job.put("relabel_configs", rules);
        try {
            return new ObjectMapper().writeValueAsString(Map.of("scrape_configs", List.of(job)));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    @SuppressWarnings("unchecked") // YAML has no types
    private static Map<String, Object> mapping(Map<String, Object> of, String key) {
        return (Map<String, Object>) of.get(key);
    }

    @SuppressWarnings("unchecked") // YAML has no types
    private static List<String> strings(Map<String, Object> of, String key) {
        return (List<String>) of.get(key);
    }
}
