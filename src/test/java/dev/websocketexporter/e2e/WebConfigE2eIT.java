package dev.websocketexporter.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.config.LiveWebConfiguration;
import dev.websocketexporter.config.web.ServerTls.ClientAuthentication;
import dev.websocketexporter.config.yaml.ConfigurationException;
import dev.websocketexporter.server.web.HandshakeTrial;
import dev.websocketexporter.testkit.CertificateRecipe;
import dev.websocketexporter.testkit.Conditions;
import dev.websocketexporter.testkit.TestIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The jar with a web configuration, asked by curl and scraped by a Prometheus, as the page on it shows. */
@Tag("e2e")
@Execution(ExecutionMode.CONCURRENT) // it waits most of its time, and for its own servers: one test after the other
@Timeout(180)
class WebConfigE2eIT {
    private static final Path PAGE = Path.of("docs", "web-configuration.md");
    private static final Duration SCRAPED_WITHIN = Duration.ofSeconds(60);
    private static final String HASH = "$2y$10$abcdefghijklmnopqrstuuNYVhuCzN8W/N3q6oBTpBoHaLLh6DgBG";

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path directory;

    private int port;

    @BeforeEach
    void choosePort() throws IOException {
        port = Http.freePort();
    }

    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void whatThePageShowsInFiveMinutesWorks() throws IOException {
        Tools.require("openssl");
        assertThat(run("sh", "-c", block("sh", "openssl req"))).isZero();
        write("web-config.yml", block("yaml", "basic_auth_users:"));
        String commands = block("sh", "curl --cacert");
        assertThat(commands).contains("java -jar target/websocket-exporter.jar --web.config.file=web-config.yml\n");
        String curl = commands.substring(commands.indexOf("curl ")).strip().replace("10115", "" + port);
        String modules = block("yaml", "own_echo:");
        write("config.yml", modules + modules.replace("modules:\n", "").replace("own_echo", "websocket"));
        String probe = block("sh", "module=own_echo").replace("10115", "" + port);
        try (ManagedProcess exporter = exporter("web-config.yml", "--config.file=config.yml")) {
            exporter.awaitReady(() -> says("healthy", "sh", "-c", curl));
            assertThat(output("sh", "-c", probe)).contains("\nprobe_success 1.0\n");
            assertThat(exporter.output())
                    .contains("msg=\"web configuration loaded\" file=web-config.yml tls=true users=1\n");
            String scrapes = "global: {scrape_interval: 1s, scrape_timeout: 1s}\n"
                    + block("yaml", "scrape_configs:").replace("10115", "" + port);
            try (Prometheus prometheus = Prometheus.start(scrapes, directory)) {
                awaitUp(prometheus, "websocket_exporter", 1);
            }
            PrometheusExample example = PrometheusExample.of("tls.yml", directory.resolve("example"))
                    .with("wss://chat.example.com/socket", "wss://localhost:" + port + "/echo")
                    .with("localhost:10115", "localhost:" + port)
                    .withFile("server.pem", Files.readString(directory.resolve("server.pem")));
            try (Prometheus prometheus = example.start()) {
                awaitUp(prometheus, "websocket_exporter", 1);
                await(
                        () -> !prometheus
                                .query("probe_success{job=\"chat\"} == 1")
                                .isEmpty(),
                        "a probe's success");
            }
        }
    }

    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void whatThePageShowsOfClientCertificatesWorks() throws IOException {
        Tools.require("openssl");
        assertThat(run("sh", "-c", block("sh", "openssl req"))).isZero();
        assertThat(run("sh", "-c", block("sh", "extendedKeyUsage=clientAuth"))).isZero();
        write("web-config.yml", block("yaml", "client_allowed_sans:"));
        String curl = block("sh", "--cert client.pem").strip().replace("10115", "" + port);
        try (ManagedProcess exporter = exporter("web-config.yml")) {
            exporter.awaitReady(() -> says("healthy", "sh", "-c", curl));
            assertThat(output("curl", "-sS", "--cacert", "server.pem", url("/-/healthy")))
                    .as("without a certificate")
                    .isEmpty();
            String way = "tls_config: {ca_file: server.pem, cert_file: client.pem, key_file: client.key}";
            assertThat(Files.readString(PAGE)).contains("`" + way + "`");
            String scrapes = """
                    global: {scrape_interval: 1s, scrape_timeout: 1s}
                    scrape_configs:
                      - job_name: certified
                        scheme: https
                        %s
                        static_configs: [{targets: ["localhost:%d"]}]
                    """.formatted(way, port);
            try (Prometheus prometheus = Prometheus.start(scrapes, directory)) {
                awaitUp(prometheus, "certified", 1);
            }
        }
    }

    /** With both versions of HTTP, while certificates are renewed and the file is edited, broken and mended. */
    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void curlAndPrometheusAreLetInWithTheirCertificates() throws IOException {
        TestIdentity authority = CertificateRecipe.ca("Web CA").selfSigned();
        TestIdentity client = CertificateRecipe.leaf("prometheus.example")
                .plain(Extension.extendedKeyUsage, new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth))
                .signedBy(authority);
        write("ca.pem", authority.certificatePem());
        write("client.pem", client.certificatePem());
        write("client.key", client.keyPem());
        issue(authority);
        String web = """
                tls_server_config:
                  cert_file: server.pem
                  key_file: server.key
                  client_auth_type: RequireAndVerifyClientCert
                  client_ca_file: ca.pem
                  client_allowed_sans: [prometheus.example]
                basic_auth_users: {prom: %s}
                """.formatted(HASH);
        write("web.yml", web);
        try (ManagedProcess exporter = exporter("web.yml")) {
            exporter.awaitReady(() -> curl("--http2", "/-/ready").startsWith("200 2 "));
            assertThat(curl("--http1.1", "/-/healthy")).startsWith("200 1.1 ");
            assertThat(output("curl", "-sS", "--cacert", "ca.pem", "-u", "prom:test", url("/metrics")))
                    .as("without a certificate")
                    .isEmpty();
            try (Prometheus prometheus = Prometheus.start(scrapes(), directory)) {
                awaitUp(prometheus, "with", 1);
                awaitUp(prometheus, "without", 0);
                issue(authority);
                String renewed = serial("x509", "-in", "server.pem");
                await(() -> presented().equals(renewed), "the new certificate");
                assertThat(curl("--http2", "/-/healthy")).startsWith("200 2 ");

                write("web.yml", web.replace("prom:", "prom"));
                await(
                        () -> curl("--http1.1", "/metrics")
                                .contains("\nwebsocket_exporter_web_config_last_reload_successful 0.0\n"),
                        "the refusal");
                assertThat(exporter.output()).contains("mistake=\"web.yml:").doesNotContain("Exception");

                write("web.yml", web.replace("prom:", "other:"));
                awaitUp(prometheus, "with", 0);
                assertThat(curl("--http2", "/metrics")).startsWith("401 2 ");
                write("web.yml", web);
                awaitUp(prometheus, "with", 1);
                assertThat(curl("--http2", "/metrics"))
                        .contains("\nwebsocket_exporter_web_config_last_reload_successful 1.0\n");
            }
        }
    }

    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void brokenFileAtTheStartIsToldAndEndsTheExporter() throws IOException {
        write("web.yml", "basic_auth_users: {prom: secret}\nrate_limits: {}\n");

        Exporter.Ended ended = Exporter.run(directory, "--web.config.file=web.yml");

        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.output())
                .hasLineCount(2)
                .contains("web.yml:1:26: ", "web.yml:2:1: ")
                .doesNotContain("secret");
        assertThat(Exporter.run(directory, "--config.check", "--web.config.file=web.yml")
                        .status())
                .isEqualTo(1);
    }

    /** exporter-toolkit itself judges the same files; those of which this exporter says more are on the page. */
    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void promtoolGivesTheSameVerdicts() throws IOException {
        Path promtool = Tools.require("promtool");
        issue(CertificateRecipe.ca("Web CA").selfSigned());
        List<String> files =
                new ArrayList<>(List.of("", "basic_auth_users: {a: b}\n", "basic_auth_users: {a: " + HASH + "}\n"));
        String pair = "cert_file: server.pem, key_file: server.key";
        Stream.of(
                        pair,
                        "cert_file: server.pem",
                        "key_file: server.key",
                        "client_auth_type: NoClientCert",
                        "min_version: TLS13",
                        "cert_filse: server.pem",
                        "cert_file: none, key_file: server.key",
                        "cert_file: '', key_file: server.key",
                        pair + ", client_auth_type: RequireClientCert",
                        pair + ", client_auth_type: x",
                        pair + ", client_ca_file: server.pem",
                        pair + ", client_ca_file: none, client_auth_type: RequestClientCert",
                        pair + ", min_version: TLS14",
                        pair + ", min_version: TLS10",
                        pair + ", cipher_suites: [TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256]",
                        pair + ", cipher_suites: [TLS_INVENTED]",
                        pair + ", curve_preferences: [X25519, CurveP256]",
                        pair + ", curve_preferences: [CurveP257]",
                        pair + ", prefer_server_cipher_suites: false")
                .map(tls -> "tls_server_config: {" + tls + "}\n")
                .forEach(files::add);
        Stream.of("X-Frame-Options: deny", "X-Frame-Options: DENY", "Server: x", "X-XSS-Protection: 1")
                .map(header -> "http_server_config: {headers: {" + header + "}}\n")
                .forEach(files::add);
        assertJudgedAlike(promtool, files);
    }

    /** What only warnings tell here; older releases do not know the key. */
    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void newestPromtoolGivesTheSameVerdictsOnNamesOfClients() throws IOException {
        Path promtool = Release.NEWEST.promtool();
        issue(CertificateRecipe.ca("Web CA").selfSigned());
        assertJudgedAlike(
                promtool,
                Arrays.stream(ClientAuthentication.values())
                        .map(kind -> "tls_server_config: {cert_file: server.pem, key_file: server.key,"
                                + " client_allowed_sans: [a.example], client_auth_type: " + kind.label() + "}\n")
                        .toList());
    }

    private void assertJudgedAlike(Path promtool, List<String> files) throws IOException {
        for (String file : files) {
            write("web.yml", file);
            boolean accepted = run(promtool.toString(), "check", "web-config", "web.yml") == 0;
            assertThat(loads()).as(file).isEqualTo(accepted);
        }
    }

    private boolean loads() {
        try {
            LiveWebConfiguration.load(directory.resolve("web.yml"), System::nanoTime, HandshakeTrial::problem);
            return true;
        } catch (ConfigurationException e) {
            return false;
        }
    }

    /** A new certificate of the exporter, in two files one after the other as most tools write them. */
    private void issue(TestIdentity authority) throws IOException {
        TestIdentity identity = CertificateRecipe.leaf("localhost")
                .names("localhost", "127.0.0.1")
                .signedBy(authority);
        write("server.pem", identity.chainPem());
        write("server.key", identity.keyPem());
    }

    /** The serial number of the certificate that a client sees. */
    private String presented() {
        String seen = output(
                "sh",
                "-c",
                "openssl s_client -connect localhost:" + port + " </dev/null 2>/dev/null | openssl x509 >seen.pem");
        assertThat(seen).isEmpty();
        return serial("x509", "-in", "seen.pem");
    }

    /** On a busy machine, the first request after a change may still be answered by what was before. */
    private static void await(BooleanSupplier condition, String what) {
        Conditions.await(SCRAPED_WITHIN, condition, () -> what + " does not come");
    }

    private String serial(String... command) {
        List<String> openssl = new ArrayList<>(List.of(Tools.require("openssl").toString()));
        openssl.addAll(Arrays.asList(command));
        openssl.addAll(List.of("-noout", "-serial"));
        return output(openssl.toArray(String[]::new)).strip();
    }

    private String scrapes() {
        String job = """
                  - job_name: %s
                    scheme: https
                    tls_config: {ca_file: ca.pem%s}
                    basic_auth: {username: prom, password: test}
                    static_configs: [{targets: ["localhost:%d"]}]
                """;
        return "global: {scrape_interval: 1s, scrape_timeout: 1s}\nscrape_configs:\n"
                + job.formatted("with", ", cert_file: client.pem, key_file: client.key", port)
                + job.formatted("without", "", port);
    }

    private static void awaitUp(Prometheus prometheus, String job, double value) {
        String expression = "up{job=\"" + job + "\"}";
        Conditions.await(
                SCRAPED_WITHIN,
                () -> prometheus.query(expression).stream().anyMatch(sample -> sample.value() == value),
                () -> expression + " is " + prometheus.query(expression));
    }

    /** Status, version of HTTP and body. */
    private String curl(String version, String path) {
        String printed = output(
                "curl",
                "-sS",
                version,
                "--cacert",
                "ca.pem",
                "--cert",
                "client.pem",
                "--key",
                "client.key",
                "-u",
                "prom:test",
                "-w",
                "\n%{http_code} %{http_version} ",
                url(path));
        int end = printed.lastIndexOf('\n');
        return end < 0 ? "" : printed.substring(end + 1) + printed.substring(0, end);
    }

    private String url(String path) {
        return "https://localhost:" + port + path;
    }

    private ManagedProcess exporter(String file, String... flags) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Tools.java().toString(),
                "-XX:+UseSerialGC",
                "-Xmx128m",
                "-jar",
                Exporter.JAR.toString(),
                "--web.config.file=" + file,
                "--web.listen-address=127.0.0.1:" + port));
        command.addAll(List.of(flags));
        return ManagedProcess.start(directory, command);
    }

    private String block(String language, String containing) throws IOException {
        return Pattern.compile("(?ms)^```" + language + "\\n(.*?)^```$")
                .matcher(Files.readString(PAGE))
                .results()
                .map(match -> match.group(1))
                .filter(body -> body.contains(containing))
                .findFirst()
                .orElseThrow();
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(directory.resolve(name), text);
    }

    private boolean says(String text, String... command) {
        return output(command).contains(text);
    }

    /** What it prints; empty if it fails. */
    private String output(String... command) {
        Tools.require("curl");
        try (ManagedProcess process = ManagedProcess.start(directory, Arrays.asList(command))) {
            return process.awaitExit() == 0 ? process.output() : "";
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private int run(String... command) throws IOException {
        try (ManagedProcess process = ManagedProcess.start(directory, Arrays.asList(command))) {
            return process.awaitExit();
        }
    }
}
