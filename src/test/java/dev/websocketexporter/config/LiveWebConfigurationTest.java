package dev.websocketexporter.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.config.LiveWebConfiguration.Look;
import dev.websocketexporter.probe.module.TlsVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of changes while the exporter runs. */
class LiveWebConfigurationTest extends WebConfigurationStage {
    private @Nullable String problem;
    private Write duringTheTrial = () -> {};

    /** Once. */
    private interface Write {
        void write() throws IOException;
    }

    @BeforeEach
    void tryNothing() {
        trial = tls -> {
            Write once = duringTheTrial;
            duringTheTrial = () -> {};
            try {
                once.write();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return problem;
        };
    }

    @Test
    void changeOfACertificateIsSeenAndABrokenPairChangesNothing() throws Exception {
        LiveWebConfiguration live = live(PAIR);
        assertThat(live.look()).isEqualTo(new Look.Unchanged());

        write("server.pem", other.chainPem());
        assertThat(settled(live))
                .isInstanceOfSatisfying(
                        Look.Refused.class,
                        refused -> assertThat(refused.mistakes()).hasSize(1));
        assertThat(live.look()).isEqualTo(new Look.Unchanged());
        assertThat(live.get().tls().identity().chain().get(0)).isEqualTo(identity.certificate());

        write("server.key", other.keyPem());
        assertThat(settled(live)).isInstanceOf(Look.Reloaded.class);
        assertThat(live.get().tls().identity().chain().get(0)).isEqualTo(other.certificate());
        assertThat(live.look()).isEqualTo(new Look.Unchanged());
    }

    @Test
    void brokenFileChangesNothingUntilItIsGoodAgain() throws Exception {
        LiveWebConfiguration live = live("basic_auth_users: {prom: " + HASH + "}\n");
        write("web.yml", "basic_auth_users: {prom: x}\n");
        assertThat(settled(live)).isInstanceOf(Look.Refused.class);
        assertThat(live.get().users()).containsOnlyKeys("prom");

        write("web.yml", "basic_auth_users: {other: " + HASH + "}\n");
        assertThat(settled(live)).isInstanceOf(Look.Reloaded.class);
        assertThat(live.get().users()).containsOnlyKeys("other");
    }

    @Test
    void refusedFileIsTriedAgainWhenWhatItNamesMayBeThere() throws Exception {
        LiveWebConfiguration live = live(PAIR);
        write("web.yml", PAIR.replace("server.", "later."));
        assertThat(settled(live)).isInstanceOf(Look.Refused.class);
        write("later.pem", other.chainPem());
        write("later.key", other.keyPem());
        pass(Duration.ofSeconds(2));

        assertThat(settled(live)).isInstanceOf(Look.Reloaded.class);
        assertThat(live.look()).as("the files are others now").isEqualTo(new Look.Unchanged());
    }

    @Test
    void fileThatNamesOtherFilesIsToldOnce() throws Exception {
        LiveWebConfiguration live = live(PAIR);
        assertThat(live.look()).isEqualTo(new Look.Unchanged());

        write("web.yml", PAIR + "  client_auth_type: RequireAndVerifyClientCert\n  client_ca_file: ca.pem\n");
        assertThat(settled(live)).isInstanceOf(Look.Reloaded.class);
        assertThat(live.look()).isEqualTo(new Look.Unchanged());

        write("ca.pem", other.certificatePem());
        assertThat(settled(live)).isInstanceOf(Look.Reloaded.class);
        write("web.yml", PAIR);
        assertThat(settled(live)).isInstanceOf(Look.Reloaded.class);
        assertThat(live.look()).isEqualTo(new Look.Unchanged());
    }

    @Test
    void tlsIsNotSwitchedWhileTheExporterRuns() throws Exception {
        LiveWebConfiguration live = live(PAIR);
        write("web.yml", "http_server_config: {}\n");

        assertThat(settled(live))
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

        assertThat(settled(live))
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
        assertThat(settled(live)).isInstanceOf(Look.Refused.class);

        Files.delete(key);
        write("server.pem", other.chainPem());
        write("server.key", other.keyPem());
        pass(Duration.ofSeconds(2));

        assertThat(settled(live)).isInstanceOf(Look.Reloaded.class);
        assertThat(live.get().tls().identity().chain().get(0)).isEqualTo(other.certificate());
    }

    @Test
    void http2IsDecidedAtTheStart() throws Exception {
        LiveWebConfiguration live = live(PAIR);
        write("web.yml", PAIR + "http_server_config: {http2: false}\n");

        assertThat(settled(live))
                .isInstanceOfSatisfying(
                        Look.Reloaded.class,
                        reloaded -> assertThat(reloaded.loaded().warnings())
                                .singleElement()
                                .asString()
                                .contains("from the next start on"));
        assertThat(live.get().offersHttp2()).isTrue();
    }

    @Test
    void whatIsNewCountsOnceItHasStayedTheSameForAMoment() throws Exception {
        LiveWebConfiguration live = live("basic_auth_users: {prom: " + HASH + "}\n");
        assertThat(live.look()).isEqualTo(new Look.Unchanged());

        write("web.yml", "basic_auth_users: {other: " + HASH + "}\n");
        assertThat(live.look()).isEqualTo(new Look.Unsettled());
        pass(LiveWebConfiguration.SETTLING.minusNanos(1));
        assertThat(live.look()).isEqualTo(new Look.Unsettled());
        assertThat(live.get().users()).containsOnlyKeys("prom");
        pass(Duration.ofNanos(1));

        assertThat(live.look()).isInstanceOf(Look.Reloaded.class);
        assertThat(live.get().users()).containsOnlyKeys("other");
    }

    /** Also if the first look after the start sees it: nothing was compared before. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void halfAFileNeverCounts(boolean lookedBefore) throws Exception {
        String demanding = PAIR + "  client_auth_type: RequireAnyClientCert\n";
        LiveWebConfiguration live = live(demanding);
        if (lookedBefore) {
            assertThat(live.look()).isEqualTo(new Look.Unchanged());
        }

        for (String half : List.of(PAIR, PAIR + "  max_version: TLS12\n", PAIR)) {
            write("web.yml", half);
            assertThat(live.look()).isEqualTo(new Look.Unsettled());
            pass(LiveWebConfiguration.SETTLING.minusNanos(1));
            assertThat(live.look()).isEqualTo(new Look.Unsettled());
            assertThat(live.get().tls().clients().requires()).isTrue();
        }
        write("web.yml", demanding);

        assertThat(settled(live)).isEqualTo(new Look.Unchanged());
        assertThat(live.get().tls().clients().requires()).isTrue();
    }

    @Test
    void whatComesAndGoesBeginsAnewWhenItComesBack() throws Exception {
        LiveWebConfiguration live = live(PAIR + "  client_auth_type: RequireAnyClientCert\n");
        assertThat(live.look()).isEqualTo(new Look.Unchanged());

        for (int i = 0; i < 3; i++) {
            write("web.yml", PAIR);
            assertThat(live.look()).isEqualTo(new Look.Unsettled());
            pass(LiveWebConfiguration.SETTLING);
            write("web.yml", PAIR + "  client_auth_type: RequireAnyClientCert\n");
            assertThat(live.look()).isEqualTo(new Look.Unchanged());
        }
    }

    /** What is loaded is read again after it was looked at. */
    @Test
    void whatChangesWhileItIsLoadedDoesNotCount() throws Exception {
        LiveWebConfiguration live = live(PAIR);
        assertThat(live.look()).isEqualTo(new Look.Unchanged());
        write(other);
        assertThat(live.look()).isEqualTo(new Look.Unsettled());
        pass(LiveWebConfiguration.SETTLING);
        duringTheTrial = () -> write("web.yml", PAIR + "  max_version: TLS12\n");

        assertThat(live.look()).isEqualTo(new Look.Unsettled());
        assertThat(live.get().tls().identity().chain().get(0)).isEqualTo(identity.certificate());
        assertThat(settled(live)).isInstanceOf(Look.Reloaded.class);
        assertThat(live.get().tls().maxVersion()).isEqualTo(TlsVersion.TLS12);
    }

    /** As most tools write them. */
    @Test
    void certificateAndKeyWrittenOneAfterTheOtherAreNoMistake() throws Exception {
        LiveWebConfiguration live = live(PAIR);
        assertThat(live.look()).isEqualTo(new Look.Unchanged());

        write("server.pem", other.chainPem());
        assertThat(live.look()).isEqualTo(new Look.Unsettled());
        write("server.key", other.keyPem());

        assertThat(settled(live)).isInstanceOf(Look.Reloaded.class);
    }

    @Test
    void filesThatAreNamedForTheFirstTimeSettleToo() throws Exception {
        LiveWebConfiguration live = live(PAIR);
        assertThat(live.look()).isEqualTo(new Look.Unchanged());

        write("web.yml", PAIR + "  client_auth_type: RequireAndVerifyClientCert\n  client_ca_file: ca.pem\n");
        assertThat(live.look()).isEqualTo(new Look.Unsettled());
        pass(LiveWebConfiguration.SETTLING);
        assertThat(live.look()).isEqualTo(new Look.Unsettled());
        write("ca.pem", other.certificatePem());
        pass(LiveWebConfiguration.SETTLING);
        assertThat(live.look()).isEqualTo(new Look.Unsettled());
        pass(LiveWebConfiguration.SETTLING);

        assertThat(live.look()).isInstanceOf(Look.Reloaded.class);
        assertThat(live.get().tls().clientCas()).containsExactly(other.certificate());
    }

    @Test
    void certificateWithWhichNobodyCouldConnectChangesNothing() throws Exception {
        LiveWebConfiguration live = live(PAIR);
        assertThat(live.look()).isEqualTo(new Look.Unchanged());
        write(other);
        problem = "is useless (expected: another one)";

        assertThat(settled(live))
                .isInstanceOfSatisfying(
                        Look.Refused.class,
                        refused -> assertThat(refused.mistakes())
                                .singleElement()
                                .hasToString(directory.resolve("web.yml") + ":2:3: tls_server_config.cert_file: "
                                        + directory.resolve("server.pem") + ": is useless (expected: another one)"));
        assertThat(live.get().tls().identity().chain().get(0)).isEqualTo(identity.certificate());
    }
}
