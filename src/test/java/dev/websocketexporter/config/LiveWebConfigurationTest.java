package dev.websocketexporter.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.config.LiveWebConfiguration.Look;
import dev.websocketexporter.testkit.CertificateRecipe;
import dev.websocketexporter.testkit.TestIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of changes while the exporter runs. */
class LiveWebConfigurationTest {
    private static final String HASH = "$2y$10$abcdefghijklmnopqrstuuNYVhuCzN8W/N3q6oBTpBoHaLLh6DgBG";
    private static final String PAIR = "tls_server_config:\n  cert_file: server.pem\n  key_file: server.key\n";

    private static TestIdentity authority;
    private static TestIdentity identity;
    private static TestIdentity other;

    @TempDir
    private Path directory;

    private final AtomicLong nanos = new AtomicLong();

    @BeforeAll
    static void issue() {
        authority = CertificateRecipe.ca("Web CA").selfSigned();
        identity = CertificateRecipe.leaf("localhost").signedBy(authority);
        other = CertificateRecipe.leaf("other.example").signedBy(authority);
    }

    @BeforeEach
    void write() throws IOException {
        write("server.pem", identity.chainPem());
        write("server.key", identity.keyPem());
        write("ca.pem", authority.certificatePem());
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(directory.resolve(name), text);
    }

    @Test
    void changeOfACertificateIsSeenAndABrokenPairChangesNothing() throws Exception {
        LiveWebConfiguration live = live(PAIR);
        assertThat(live.look()).isEqualTo(new Look.Unchanged());

        write("server.pem", other.chainPem());
        assertThat(live.look())
                .isInstanceOfSatisfying(
                        Look.Refused.class,
                        refused -> assertThat(refused.mistakes()).hasSize(1));
        assertThat(live.look()).isEqualTo(new Look.Unchanged());
        assertThat(live.get().tls().identity().chain().get(0)).isEqualTo(identity.certificate());

        write("server.key", other.keyPem());
        assertThat(live.look()).isInstanceOf(Look.Reloaded.class);
        assertThat(live.get().tls().identity().chain().get(0)).isEqualTo(other.certificate());
        assertThat(live.look()).isEqualTo(new Look.Unchanged());
    }

    @Test
    void brokenFileChangesNothingUntilItIsGoodAgain() throws Exception {
        LiveWebConfiguration live = live("basic_auth_users: {prom: " + HASH + "}\n");
        write("web.yml", "basic_auth_users: {prom: x}\n");
        assertThat(live.look()).isInstanceOf(Look.Refused.class);
        assertThat(live.get().users()).containsOnlyKeys("prom");

        write("web.yml", "basic_auth_users: {other: " + HASH + "}\n");
        assertThat(live.look()).isInstanceOf(Look.Reloaded.class);
        assertThat(live.get().users()).containsOnlyKeys("other");
    }

    @Test
    void refusedFileIsTriedAgainWhenWhatItNamesMayBeThere() throws Exception {
        LiveWebConfiguration live = live(PAIR);
        write("web.yml", PAIR.replace("server.", "later."));
        assertThat(live.look()).isInstanceOf(Look.Refused.class);
        write("later.pem", other.chainPem());
        write("later.key", other.keyPem());
        nanos.addAndGet(Duration.ofSeconds(2).toNanos());

        assertThat(live.look()).isInstanceOf(Look.Reloaded.class);
        assertThat(live.look()).as("the files are others now").isEqualTo(new Look.Unchanged());
    }

    @Test
    void fileThatNamesOtherFilesIsToldOnce() throws Exception {
        LiveWebConfiguration live = live(PAIR);
        assertThat(live.look()).isEqualTo(new Look.Unchanged());

        write("web.yml", PAIR + "  client_auth_type: RequireAndVerifyClientCert\n  client_ca_file: ca.pem\n");
        assertThat(live.look()).isInstanceOf(Look.Reloaded.class);
        assertThat(live.look()).isEqualTo(new Look.Unchanged());

        write("ca.pem", other.certificatePem());
        assertThat(live.look()).isInstanceOf(Look.Reloaded.class);
        write("web.yml", PAIR);
        assertThat(live.look()).isInstanceOf(Look.Reloaded.class);
        assertThat(live.look()).isEqualTo(new Look.Unchanged());
    }

    @Test
    void tlsIsNotSwitchedWhileTheExporterRuns() throws Exception {
        LiveWebConfiguration live = live(PAIR);
        write("web.yml", "http_server_config: {}\n");

        assertThat(live.look())
                .isInstanceOfSatisfying(
                        Look.Refused.class,
                        refused -> assertThat(refused.mistakes().get(0).toString())
                                .endsWith("TLS cannot be switched off while the exporter runs (expected: a restart)"));
        assertThat(live.get().tls()).isNotNull();
    }

    @Test
    void fileThatIsBeingWrittenOpensNoDoor() throws Exception {
        LiveWebConfiguration live = live("basic_auth_users: {prom: " + HASH + "}\n");
        write("web.yml", "");

        assertThat(live.look())
                .isInstanceOfSatisfying(
                        Look.Refused.class,
                        refused -> assertThat(refused.mistakes().get(0).toString())
                                .endsWith("basic_auth_users: passwords cannot be switched off while the exporter runs"
                                        + " (expected: a restart)"));
        assertThat(live.get().users()).containsOnlyKeys("prom");
    }

    /** A pipe that nobody writes to hangs; what stands there later does not. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void keyIsReadAgainOnceAnotherFileStandsWhereOneHung() throws Exception {
        LiveWebConfiguration live = live(PAIR);
        Path key = directory.resolve("server.key");
        Files.delete(key);
        assertThat(new ProcessBuilder("mkfifo", key.toString()).start().waitFor())
                .isZero();
        assertThat(live.look()).isInstanceOf(Look.Refused.class);

        Files.delete(key);
        write("server.pem", other.chainPem());
        write("server.key", other.keyPem());
        nanos.addAndGet(Duration.ofSeconds(2).toNanos());

        assertThat(live.look()).isInstanceOf(Look.Reloaded.class);
        assertThat(live.get().tls().identity().chain().get(0)).isEqualTo(other.certificate());
    }

    @Test
    void http2IsDecidedAtTheStart() throws Exception {
        LiveWebConfiguration live = live(PAIR);
        write("web.yml", PAIR + "http_server_config: {http2: false}\n");

        assertThat(live.look())
                .isInstanceOfSatisfying(
                        Look.Reloaded.class,
                        reloaded -> assertThat(reloaded.loaded().warnings())
                                .singleElement()
                                .asString()
                                .contains("from the next start on"));
        assertThat(live.get().offersHttp2()).isTrue();
    }

    private LiveWebConfiguration live(String yaml) throws Exception {
        write("web.yml", yaml);
        return LiveWebConfiguration.load(directory.resolve("web.yml"), nanos::get);
    }
}
