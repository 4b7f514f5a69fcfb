package dev.websocketexporter.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The configuration of the exporter, and files that can be made to hang: links that lead to a mount that is dead. */
final class WallFiles {
    /** How many files hang. */
    static final int HUNG = 50;

    private static final int BUNDLES = 10;
    private static final int PAYLOAD_BYTES = 1 << 20;

    private final Path directory;
    private final Path root;

    private WallFiles(Path directory, Path root) {
        this.directory = directory;
        this.root = root;
    }

    static WallFiles make(Path directory, Path root) throws IOException {
        WallFiles files = new WallFiles(directory, root);
        Files.createDirectories(files.dead());
        Files.writeString(directory.resolve("secret"), "a-secret");
        Files.write(directory.resolve("payload"), new byte[PAYLOAD_BYTES]);
        files.hang(false);
        files.writeConfiguration();
        Files.writeString(files.resolvConf(), WallNames.RESOLV_CONF);
        return files;
    }

    /** What the exporter finds at {@code /etc/resolv.conf}. */
    Path resolvConf() {
        return directory.resolve("resolv.conf");
    }

    /** While it lasts, whoever opens one of the files waits for ever. */
    WallTrouble hanging() {
        return port -> {
            hang(true);
            return () -> hang(false);
        };
    }

    /** Where the exporter's mount namespace has a file system that answers nothing. */
    Path dead() {
        return directory.resolve("dead");
    }

    Path directory() {
        return directory;
    }

    Path configuration() {
        return directory.resolve("websocket_exporter.yml");
    }

    private void hang(boolean hangs) {
        for (int i = 0; i < HUNG; i++) {
            Path alive = i < BUNDLES ? root : directory.resolve("secret");
            Path fresh = directory.resolve("fresh");
            try {
                Files.deleteIfExists(fresh);
                Files.createSymbolicLink(fresh, hangs ? dead().resolve("file-" + i) : alive);
                Files.move(fresh, hung(i), StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Each file has a module of its own: ten bundles of authorities, the others secrets. */
    List<String> hungQueries(Map<String, Integer> ports) {
        List<String> queries = new ArrayList<>();
        for (int i = 0; i < HUNG; i++) {
            queries.add(Wall.query(
                    "hung_" + i,
                    i < BUNDLES
                            ? "wss://127.0.0.1:" + ports.get("secure") + "/"
                            : "ws://127.0.0.1:" + ports.get("plain") + "/"));
        }
        return queries;
    }

    private Path hung(int number) {
        return directory.resolve("hung-" + number);
    }

    private void writeConfiguration() throws IOException {
        StringBuilder yaml = new StringBuilder("modules:\n");
        module(yaml, "plain", "heartbeat: {pings: 1}");
        module(yaml, "secure", http(tls(root)));
        module(yaml, "secret", http(tls(root) + ", " + bearer(directory.resolve("secret"))));
        module(yaml, "listens", "query_response: [{expect: never, skip: -1}]");
        module(yaml, "inflates", "compression: true", "query_response: [{expect: never, skip: -1}]");
        module(
                yaml,
                "sends",
                "query_response: [{send_file: " + directory.resolve("payload") + "}, {expect: never, skip: -1}]");
        module(yaml, "redirects", "attempts: 3", "attempt_interval: 100ms", http("follow_redirects: true"));
        for (int i = 0; i < HUNG; i++) {
            module(yaml, "hung_" + i, http(i < BUNDLES ? tls(hung(i)) : bearer(hung(i))));
        }
        Files.writeString(configuration(), yaml);
    }

    private static String tls(Path bundle) {
        return "tls_config: {ca_file: " + bundle + ", server_name: " + WallServers.NAME + "}";
    }

    private static String bearer(Path secret) {
        return "authorization: {credentials_file: " + secret + "}";
    }

    private static String http(String keys) {
        return "http_config: {" + keys + "}";
    }

    private static void module(StringBuilder yaml, String name, String... keys) {
        yaml.append("  ").append(name).append(":\n    timeout: 5s\n    websocket:\n");
        yaml.append("      preferred_ip_protocol: ip4\n");
        for (String key : keys) {
            yaml.append("      ").append(key).append('\n');
        }
    }
}
