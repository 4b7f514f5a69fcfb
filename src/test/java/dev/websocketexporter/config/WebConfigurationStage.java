package dev.websocketexporter.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.websocketexporter.config.LiveWebConfiguration.Look;
import dev.websocketexporter.config.web.TlsTrial;
import dev.websocketexporter.config.yaml.ConfigurationException;
import dev.websocketexporter.server.web.HandshakeTrial;
import dev.websocketexporter.testkit.CertificateRecipe;
import dev.websocketexporter.testkit.TestIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A directory with certificates and a web configuration, and a clock that goes on when it is told to. */
abstract class WebConfigurationStage {
    /** Of "test". */
    static final String HASH = "$2y$10$abcdefghijklmnopqrstuuNYVhuCzN8W/N3q6oBTpBoHaLLh6DgBG";

    static final String PAIR = "tls_server_config:\n  cert_file: server.pem\n  key_file: server.key\n";

    static TestIdentity authority;
    static TestIdentity identity;
    static TestIdentity other;

    private final AtomicLong nanos = new AtomicLong();

    @TempDir
    Path directory;

    TlsTrial trial = HandshakeTrial::problem;

    @BeforeAll
    static void issue() {
        authority = CertificateRecipe.ca("Web CA").selfSigned();
        identity = CertificateRecipe.leaf("localhost").signedBy(authority);
        other = CertificateRecipe.leaf("other.example").signedBy(authority);
    }

    @BeforeEach
    void write() throws IOException {
        write(identity);
        write("ca.pem", authority.certificatePem());
    }

    void write(TestIdentity pair) throws IOException {
        write("server.pem", pair.chainPem());
        write("server.key", pair.keyPem());
    }

    void write(String name, String text) throws IOException {
        Files.writeString(directory.resolve(name), text);
    }

    LiveWebConfiguration live(String yaml) throws Exception {
        write("web.yml", yaml);
        return LiveWebConfiguration.load(directory.resolve("web.yml"), nanos::get, trial);
    }

    List<String> mistakes(String yaml) {
        ConfigurationException refused = catchThrowableOfType(ConfigurationException.class, () -> live(yaml));
        assertThat(refused).as(yaml).isNotNull();
        return refused.mistakes().stream().map(Object::toString).toList();
    }

    void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    /** What becomes of what is there, once it has settled: the file, and then those that it names for the first time. */
    Look settled(LiveWebConfiguration live) {
        Look look = live.look();
        for (int i = 0; i < 2 && look instanceof Look.Unsettled; i++) {
            pass(LiveWebConfiguration.SETTLING);
            look = live.look();
        }
        return look;
    }
}
