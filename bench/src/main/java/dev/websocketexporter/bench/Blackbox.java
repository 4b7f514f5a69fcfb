package dev.websocketexporter.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** blackbox_exporter, whose probers do the same upgrade as far as they can. */
final class Blackbox {
    private static final String UPGRADE = "GET / HTTP/1.1\\r\\nHost: " + TargetServers.NAME
            + "\\r\\nUpgrade: websocket\\r\\nConnection: Upgrade\\r\\nSec-WebSocket-Version: 13\\r\\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\\r\\n\\r";

    private Blackbox() {}

    /** What does the upgrade. */
    enum Prober {
        /** Sends the request as text and expects the status line. */
        TCP,
        /** Sends the request's fields, and reads on until the server ends the connection. */
        HTTP,
        /** Only newer versions have it. */
        WEBSOCKET
    }

    /** The program, under Debian's name or its own. */
    static Optional<Path> find() {
        return Stream.of("prometheus-blackbox-exporter", "blackbox_exporter")
                .flatMap(name -> onPath(name).stream())
                .findFirst();
    }

    /** One that has a websocket prober. */
    static Optional<Path> findNewer(Laboratory laboratory) throws IOException {
        Path program = onPath("blackbox_exporter").orElse(null);
        if (program == null) {
            return Optional.empty();
        }
        Path file = configuration(laboratory, Prober.WEBSOCKET);
        try (Child check = Child.quiet(
                laboratory.directory(),
                "blackbox-check",
                List.of(program.toString(), "--config.check", "--config.file=" + file))) {
            return check.awaitExit() == 0 ? Optional.of(program) : Optional.empty();
        }
    }

    private static Optional<Path> onPath(String name) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    static Subject start(Laboratory laboratory, Path program, Prober prober) throws IOException {
        return start(laboratory, prober, command(laboratory, program, prober));
    }

    /** @param command what {@link #command} returned, or a program that runs it */
    static Subject start(Laboratory laboratory, Prober prober, List<String> command) throws IOException {
        return Subject.start(laboratory.directory(), "blackbox-" + prober, command);
    }

    static List<String> command(Laboratory laboratory, Path program, Prober prober) throws IOException {
        return List.of(
                program.toString(),
                "--config.file=" + configuration(laboratory, prober),
                "--web.listen-address=127.0.0.1:0");
    }

    private static Path configuration(Laboratory laboratory, Prober prober) throws IOException {
        String tls = "{ca_file: " + laboratory.roots() + ", server_name: " + TargetServers.NAME + "}";
        Path file = laboratory.directory().resolve("blackbox-" + prober + ".yml");
        Files.writeString(file, "modules:\n" + module(prober, "ws", "") + module(prober, "wss", tls));
        return file;
    }

    /** @param tls the configuration of TLS; empty: none */
    private static String module(Prober prober, String name, String tls) {
        String inHttpConfig = tls.isEmpty() ? "" : "      tls_config: " + tls + "\n";
        String head = "  " + name + ":\n    prober: " + prober.name().toLowerCase(Locale.ROOT) + "\n    timeout: 5s\n";
        return head
                + switch (prober) {
                    case TCP ->
                        "    tcp:\n      preferred_ip_protocol: ip4\n"
                                + (tls.isEmpty() ? "" : "      tls: true\n      tls_config: " + tls + "\n")
                                + "      query_response:\n        - send: \"" + UPGRADE + "\"\n"
                                + "        - expect: \"^HTTP/1.1 101\"\n";
                    case HTTP ->
                        "    http:\n      preferred_ip_protocol: ip4\n      valid_status_codes: [101]\n"
                                + "      valid_http_versions: [HTTP/1.1]\n      enable_http2: false\n" + inHttpConfig
                                + "      headers: {Upgrade: websocket, Connection: Upgrade,"
                                + " Sec-WebSocket-Version: \"13\","
                                + " Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==}\n";
                    case WEBSOCKET ->
                        "    websocket:\n      preferred_ip_protocol: ip4\n"
                                + (tls.isEmpty() ? "" : "      http_config:\n  " + inHttpConfig);
                };
    }

    static String path(Laboratory laboratory, Prober prober, Scheme scheme) {
        String hostAndPort = "{}:" + laboratory.port(scheme);
        return "/probe?module=" + scheme.urlScheme() + "&target="
                + switch (prober) {
                    case TCP -> hostAndPort;
                    case HTTP ->
                        (scheme.isSecure() ? "https://" : "http://") + hostAndPort + TargetServers.ENDS_AT_ONCE;
                    case WEBSOCKET -> scheme.urlScheme() + "://" + hostAndPort + "/";
                };
    }
}
