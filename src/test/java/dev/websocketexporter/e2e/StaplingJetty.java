package dev.websocketexporter.e2e;

import dev.websocketexporter.testkit.JettyServer;
import dev.websocketexporter.testkit.TestIdentity;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * Jetty in a process of its own, for the Java runtime staples only when a property says so before TLS is first used. It
 * asks the responder that the certificate names.
 */
final class StaplingJetty implements AutoCloseable {
    private final ManagedProcess process;

    private StaplingJetty(ManagedProcess process) {
        this.process = process;
    }

    static StaplingJetty start(Path directory, List<TestIdentity> identities) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Tools.java().toString(),
                "-Djdk.tls.server.enableStatusRequestExtension=true",
                "-cp",
                System.getProperty("java.class.path"),
                StaplingJetty.class.getName()));
        for (TestIdentity identity : identities) {
            Path file = Files.createTempFile(directory, "identity", ".jks");
            try (OutputStream out = Files.newOutputStream(file)) {
                identity.keyStore().store(out, TestIdentity.password());
            }
            command.add(file.toString());
        }
        ManagedProcess process = ManagedProcess.start(directory, command);
        return new StaplingJetty(process.awaitReady(() -> process.output().contains("ready\n")));
    }

    /** @param server its place in the list, from 0 */
    int port(int server) {
        List<String> lines = process.output()
                .lines()
                .filter(line -> line.startsWith("port "))
                .toList();
        return Integer.parseInt(lines.get(server).substring("port ".length()));
    }

    @Override
    public void close() {
        process.close();
    }

    /** The process: serves each key store on a port of its own, and prints the ports. */
    public static void main(String[] keyStores) throws Exception {
        for (String keyStore : keyStores) {
            System.out.println("port " + new JettyServer(context(Path.of(keyStore))).securePort());
        }
        System.out.println("ready");
    }

    private static SSLContext context(Path file) throws Exception {
        KeyStore store = KeyStore.getInstance("JKS");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, TestIdentity.password());
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, TestIdentity.password());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        return context;
    }
}
