package dev.websocketexporter.bench;

import dev.websocketexporter.testkit.CertificateRecipe;
import dev.websocketexporter.testkit.KeyKind;
import dev.websocketexporter.testkit.TestIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Where {@code bench/watch} plays: programs, certificates, configurations and logs. */
final class WatchYard {
    /** Where {@code bench/watch} has Go put {@code load} and {@code hold}. */
    private static final Path PROGRAMS =
            Path.of("target", "bench", "watch", "bin").toAbsolutePath();

    private final Path directory;

    private WatchYard(Path directory) {
        this.directory = directory;
    }

    static WatchYard make(Path directory) throws IOException {
        Files.createDirectories(directory);
        WatchYard yard = new WatchYard(directory.toAbsolutePath());
        TestIdentity root = CertificateRecipe.ca("Bench Watch Root").selfSigned();
        TestIdentity issuing =
                CertificateRecipe.ca("Bench Watch CA").key(KeyKind.EC_P256).signedBy(root);
        TestIdentity leaf =
                CertificateRecipe.leaf(TargetServers.NAME).key(KeyKind.EC_P256).signedBy(issuing);
        Files.writeString(Path.of(yard.roots()), root.certificatePem());
        Files.writeString(Path.of(yard.chain()), leaf.chainPem());
        Files.writeString(Path.of(yard.key()), leaf.keyPem());
        return yard;
    }

    Path directory() {
        return directory;
    }

    String program(String name) {
        return PROGRAMS.resolve(name).toString();
    }

    /** The certificate that vouches for servers, in PEM. */
    String roots() {
        return file("watch-roots.pem");
    }

    /** What servers present, in PEM. */
    String chain() {
        return file("watch-chain.pem");
    }

    String key() {
        return file("watch-key.pem");
    }

    private String file(String name) {
        return directory.resolve(name).toString();
    }

    /** An exporter that holds nothing. */
    Subject idleExporter() throws IOException {
        return exporter("idle-exporter", "modules: {idle: {}}\n");
    }

    /** An exporter that holds these. */
    Subject exporter(WatchPlan plan, LoadServer server) throws IOException {
        return exporter("exporter", configuration("modules:\n", plan, server));
    }

    /** @param modules that are there beside the plan's own, with the line above them */
    String configuration(String modules, WatchPlan plan, LoadServer server) {
        return modules + plan.yaml(server.port(plan.crowd().scheme()), roots());
    }

    Subject exporter(String name, String configuration) throws IOException {
        return exporter(name, ThisExporter.imageCommand(), configuration);
    }

    Subject exporter(String name, List<String> java, String configuration) throws IOException {
        configure(name, configuration);
        List<String> command = new ArrayList<>(java);
        command.add("--config.file=" + file(name + ".yml"));
        command.add("--web.listen-address=127.0.0.1:0");
        return Subject.start(directory, name, command);
    }

    /** What that exporter reads when it reloads. */
    void configure(String name, String configuration) throws IOException {
        Files.writeString(Path.of(file(name + ".yml")), configuration);
    }
}
