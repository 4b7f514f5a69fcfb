package dev.websocketexporter.e2e;

import dev.websocketexporter.testkit.CertificateRecipe;
import dev.websocketexporter.testkit.JettyServer;
import dev.websocketexporter.testkit.TestIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A warm exporter and a server to probe, for counting what a probe costs. Both say the same in every run. */
final class CostStage implements AutoCloseable {
    private static final int WARM_UP = 200;

    private final JettyServer server;
    private final Exporter exporter;

    private CostStage(JettyServer server, Exporter exporter) {
        this.server = server;
        this.exporter = exporter;
    }

    /** @param javaOptions further options of the Java runtime */
    static CostStage open(Path directory, String... javaOptions) throws IOException {
        TestIdentity root = CertificateRecipe.ca("Root").selfSigned();
        TestIdentity leaf =
                CertificateRecipe.leaf("target.example").names("127.0.0.1").signedBy(root);
        Path roots = Files.writeString(directory.resolve("root.pem"), root.certificatePem());
        Path configuration = Files.writeString(
                directory.resolve("config.yml"),
                "modules: {websocket: {websocket: {http_config: {tls_config: {ca_file: " + roots + "}}}}}\n");
        JettyServer server = new JettyServer(leaf.serverContext());
        List<String> java = new ArrayList<>(List.of(Tools.java().toString()));
        java.addAll(List.of(javaOptions));
        CostStage stage = new CostStage(server, Exporter.start(directory, java, "--config.file=" + configuration));
        stage.probe(stage.plainUrl(), WARM_UP);
        stage.probe(stage.secureUrl(), WARM_UP);
        return stage;
    }

    String plainUrl() {
        return "ws://127.0.0.1:" + server.plainPort() + "/echo";
    }

    String secureUrl() {
        return "wss://127.0.0.1:" + server.securePort() + "/echo";
    }

    /** Makes that many probes, one after the other, on one connection to the exporter. */
    void probe(String url, int times) throws IOException {
        for (int i = 0; i < times; i++) {
            String metrics = exporter.probe(url);
            if (!metrics.contains("\nprobe_success 1.0\n")) {
                throw new AssertionError(metrics);
            }
        }
    }

    long pid() {
        return exporter.process().pid();
    }

    @Override
    public void close() {
        exporter.close();
        server.close();
    }
}
