package dev.websocketexporter.engine;

import static dev.websocketexporter.testkit.CertificateRecipe.VALID_UNTIL;
import static dev.websocketexporter.testkit.CertificateRecipe.ca;
import static dev.websocketexporter.testkit.CertificateRecipe.leaf;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.websocketexporter.engine.hold.HoldRecorder;
import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.Prober;
import dev.websocketexporter.probe.report.ChainReport.CertificateCheck;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.TlsReport;
import dev.websocketexporter.probe.report.TlsReport.CrlReport;
import dev.websocketexporter.probe.target.PolicyEntry;
import dev.websocketexporter.probe.target.TargetPolicy;
import dev.websocketexporter.probe.watch.Holder.Held;
import dev.websocketexporter.probe.watch.Holder.Plan;
import dev.websocketexporter.probe.watch.WatchSettings.Messages;
import dev.websocketexporter.testkit.Conditions;
import dev.websocketexporter.testkit.CrlRecipe;
import dev.websocketexporter.testkit.HonestProxy;
import dev.websocketexporter.testkit.Script;
import dev.websocketexporter.testkit.ScriptedServer;
import dev.websocketexporter.testkit.ServerTls;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Revocation lists, fetched from a plain HTTP server for a target that speaks TLS. */
@Timeout(60)
@ExtendWith(LeakWatch.class)
class CrlIT {
    private static final Instant LONG_AGO = Instant.parse("2021-01-01T00:00:00Z");
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    private Path directory;

    private CrlWorld world;
    private final CountDownLatch answer = new CountDownLatch(1);

    @BeforeEach
    void start() throws IOException {
        world = new CrlWorld(directory);
    }

    @AfterEach
    void stop() throws IOException {
        answer.countDown();
        world.close();
    }

    @Test
    void certificateThatIsNotOnTheListPasses() throws Exception {
        ProbeResult result = world.having(world.list().der()).probe();

        assertThat(result.failure()).as("%s", result.log()).isNull();
        assertThat(crl(result)).isEqualTo(new CrlReport(VALID_UNTIL, null, null));
        assertThat(tls(result).checks()).containsEntry(CertificateCheck.REVOCATION, true);
        assertThat(result.log().toString()).contains("revocation list: not revoked, next update 2049-12-31T23:59:59Z");
    }

    @Test
    void revokedCertificateFailsBeforeAByteOfHttp() throws Exception {
        ProbeResult result = world.having(
                        world.list().revoking(world.server(), LONG_AGO).pem())
                .probe();

        assertThat(String.valueOf(result.failure()))
                .isEqualTo(
                        "tls/certificate_revoked: leaf CN=localhost was revoked 2021-01-01T00:00:00Z (keyCompromise),"
                                + " says the revocation list of CN=Grid Root of 2020-01-01T00:00:00Z (expected: not on it)");
        assertThat(crl(result).revocation()).isEqualTo(result.failure());
        assertThat(Objects.requireNonNull(tls(result).chain()).verified()).isTrue();
        assertThat(tls(result).checks()).containsEntry(CertificateCheck.REVOCATION, false);
        assertThat(world.target().heads()).isEmpty();
    }

    @Test
    void insecureSkipVerifyTellsARevocationAndFailsNothing() throws Exception {
        ProbeResult result = world.insecure()
                .having(world.list().revoking(world.server(), LONG_AGO).der())
                .probe();

        assertThat(result.failure()).as("%s", result.log()).isNull();
        assertThat(crl(result).revocation()).isNotNull();
        assertThat(result.log().toString()).contains("certificate revoked, which insecure_skip_verify allows");
    }

    @Test
    void nobodyIsAskedAboutAChainThatIsNotVerified() throws Exception {
        ProbeResult result = world.insecure()
                .trusting(ca("Other").selfSigned())
                .having(world.list().der())
                .probe();

        assertThat(result.failure()).as("%s", result.log()).isNull();
        assertThat(crl(result).flaw()).startsWith("its chain is not verified");
        assertThat(result.log()).anyMatch(line -> line.message().startsWith("revocation list: "));
        assertThat(world.fetches()).isZero();
    }

    @Test
    void withoutTheKeyNothingIsFetched() throws Exception {
        world.stage().with(new Stage(world.stage().world()).module());
        ProbeResult result = world.having(world.list().der()).probe();

        assertThat(tls(result).crl()).isNull();
        assertThat(tls(result).checks()).doesNotContainKey(CertificateCheck.REVOCATION);
        assertThat(world.fetches()).isZero();
    }

    static Stream<Arguments> unusableAnswers() {
        return Stream.of(
                Arguments.of(
                        "404", (HttpHandler) exchange -> CrlWorld.status(exchange, 404), "status 404 (expected: 200)"),
                Arguments.of(
                        "a redirect",
                        (HttpHandler) exchange -> {
                            exchange.getResponseHeaders().set("Location", "/b.crl");
                            CrlWorld.status(exchange, 302);
                        },
                        "status 302 (expected: 200; a redirect is not followed)"),
                Arguments.of(
                        "a page",
                        (HttpHandler) exchange -> CrlWorld.send(exchange, "<html>".getBytes(StandardCharsets.US_ASCII)),
                        "it is no revocation list (expected: DER, or PEM with X509 CRL)"),
                Arguments.of(
                        "an announced size that is too large",
                        (HttpHandler) exchange -> {
                            exchange.sendResponseHeaders(200, 17 * 1024 * 1024);
                            exchange.close();
                        },
                        "it has more than 16 MiB"),
                Arguments.of("too much", (HttpHandler) CrlIT::flood, "it has more than 16 MiB"),
                Arguments.of(
                        "less than announced",
                        (HttpHandler) exchange -> {
                            exchange.sendResponseHeaders(200, 100);
                            exchange.getResponseBody().write(1);
                            exchange.getResponseBody().flush();
                            exchange.close();
                        },
                        "before the whole list had come"));
    }

    /** Without a length. The client ends it. */
    private static void flood(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(200, 0);
            OutputStream body = exchange.getResponseBody();
            byte[] mebibyte = new byte[1024 * 1024];
            for (int i = 0; i < 20; i++) {
                body.write(mebibyte);
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unusableAnswers")
    void listThatCannotBeHadIsNoVerdictAndFailsNothing(String name, HttpHandler answers, String why) throws Exception {
        world.answering(answers).stage().tracingFewBuffers().budget(Duration.ofSeconds(60));
        ProbeResult result = world.probe();

        assertThat(result.failure()).as("%s", result.log()).isNull();
        assertThat(crl(result).flaw()).startsWith(world.url() + ": ").contains(why);
        assertThat(crl(result).nextUpdate()).isNull();
        assertThat(tls(result).checks()).containsEntry(CertificateCheck.REVOCATION, false);
        assertThat(result.log())
                .anySatisfy(line -> assertThat(line.level() + " " + line.message())
                        .startsWith("WARN revocation list: no verdict, next update unknown; ")
                        .contains(why));
        // What it took is given back, whatever came.
        Conditions.await(
                SOON,
                () -> world.prober().messageMemory().usedBytes() == 0,
                () -> world.prober().messageMemory().toString());
    }

    @Test
    void staleListIsNoVerdictAndItsEndIsKnown() throws Exception {
        ProbeResult result = world.having(world.list()
                        .until(LONG_AGO)
                        .revoking(world.server(), LONG_AGO)
                        .der())
                .probe();

        assertThat(result.failure()).as("%s", result.log()).isNull();
        assertThat(crl(result))
                .isEqualTo(new CrlReport(LONG_AGO, world.url() + ": it is stale since 2021-01-01T00:00:00Z", null));
    }

    @Test
    void listIsFetchedOnceAndAgainAfterItsNextUpdate() throws Exception {
        Instant now = Instant.now();
        world.having(world.list().until(now.plus(Duration.ofHours(1))).der());
        assertThat(crl(world.probe()).passed()).isTrue();
        assertThat(crl(world.probe()).passed()).isTrue();
        assertThat(world.fetches()).isEqualTo(1);

        world.later(Duration.ofHours(2))
                .having(world.list()
                        .until(now.plus(Duration.ofDays(1)))
                        .revoking(world.server(), LONG_AGO)
                        .der());
        assertThat(String.valueOf(world.probe().failure())).startsWith("tls/certificate_revoked: ");
        assertThat(world.fetches()).isEqualTo(2);
    }

    @Test
    void listThatIsNotNewIsFetchedBesideTheProbeThatUsesIt() throws Exception {
        world.having(world.list().der());
        assertThat(crl(world.probe()).passed()).isTrue();

        world.later(Duration.ofHours(5))
                .having(world.list().revoking(world.server(), LONG_AGO).der());
        ProbeRequest request = world.request();
        Conditions.await(
                SOON,
                () -> Probing.end(world.prober(), request).failure() != null,
                () -> "the newer list is not used after " + world.fetches() + " fetches");
        assertThat(world.fetches()).isEqualTo(2);
    }

    @Test
    void olderListTakesNoEntryOfTheKeptOneBack() throws Exception {
        Instant now = Instant.now();
        CrlRecipe newer =
                CrlRecipe.of(world.authority(), now.minus(Duration.ofHours(1))).revoking(world.server(), LONG_AGO);
        world.having(newer.der());
        assertThat(world.probe().failure()).isNotNull();

        CrlRecipe older = CrlRecipe.of(world.authority(), now.minus(Duration.ofHours(9)));
        world.later(Duration.ofHours(5)).having(older.der());
        ProbeRequest request = world.request();
        Probing.end(world.prober(), request);
        Conditions.await(SOON, () -> world.fetches() == 2, () -> "fetches: " + world.fetches());
        // What was fetched is looked at before another fetch begins, which it does hours after that.
        Conditions.await(
                SOON,
                () -> {
                    world.later(Duration.ofHours(5));
                    assertThat(String.valueOf(
                                    Probing.end(world.prober(), request).failure()))
                            .startsWith("tls/certificate_revoked: ");
                    return world.fetches() > 2;
                },
                () -> "fetches: " + world.fetches());
    }

    @Test
    void whatCouldNotBeHadIsNotFetchedAgainAtOnce() throws Exception {
        world.answering(exchange -> CrlWorld.status(exchange, 503));
        String flaw = crl(world.probe()).flaw();
        world.having(world.list().der());
        assertThat(crl(world.probe()).flaw()).isEqualTo(flaw);
        assertThat(world.fetches()).isEqualTo(1);

        assertThat(crl(world.later(Duration.ofMinutes(6)).probe()).passed()).isTrue();
    }

    @Test
    void probesThatNeedTheSameListShareItsFetch() throws Exception {
        byte[] list = world.list().der();
        world.answering(exchange -> {
            await(answer);
            CrlWorld.send(exchange, list);
        });
        ProbeRequest request = world.request();
        List<Prober.Handle> probes =
                Stream.generate(() -> world.prober().start(request)).limit(4).toList();
        Conditions.await(
                SOON, () -> world.stage().accepted() == 4 && world.fetches() == 1, () -> "fetches: " + world.fetches());
        answer.countDown();

        assertThat(probes)
                .allSatisfy(
                        probe -> assertThat(crl(Probing.end(probe)).passed()).isTrue());
        assertThat(world.fetches()).isEqualTo(1);
    }

    @Test
    void silentServerOfListsCostsAPartOfTheTimeOnce() throws Exception {
        world.answering(exchange -> await(answer)).stage().budget(Duration.ofSeconds(2));
        ProbeResult first = world.probe();
        assertThat(first.failure()).as("%s", first.log()).isNull();
        assertThat(crl(first).flaw()).contains(": no list came within 400");
        assertThat(first.timings().aside()).isBetween(Duration.ofMillis(399), Duration.ofMillis(1_900));

        ProbeResult second = world.probe();
        assertThat(crl(second).flaw()).contains("it has been under way for ");
        assertThat(second.timings().aside()).isZero();
        assertThat(world.fetches()).isEqualTo(1);
    }

    @Test
    void waitForTheListIsPartOfNoPhase() throws Exception {
        byte[] list = world.list().der();
        world.answering(exchange -> {
            assertThat(awaited(Duration.ofMillis(300))).isFalse();
            CrlWorld.send(exchange, list);
        });
        ProbeResult result = world.probe();

        assertThat(crl(result).passed()).as("%s", result.log()).isTrue();
        assertThat(result.timings().aside()).isGreaterThanOrEqualTo(Duration.ofMillis(300));
        Duration phases = result.timings().phases().values().stream().reduce(Duration.ZERO, Duration::plus);
        assertThat(phases.plus(result.timings().aside()))
                .isLessThanOrEqualTo(result.timings().total());
        assertThat(result.timings().phases()).containsKey(Phase.TLS);
    }

    @Test
    void targetThatHadLessTimeForItIsNotBlamedAtTheDeadline() throws Exception {
        world.answering(exchange -> await(answer)).stage().budget(Duration.ofSeconds(1));
        ProbeResult result = Probing.end(world.prober(), world.request(Script.SILENCE));

        assertThat(String.valueOf(result.failure()))
                .startsWith("processing/exporter_limit: the time budget of 1 s was over while waiting for ")
                .contains(" had gone by for the certificate's revocation list (expected: a larger timeout)");
    }

    @Test
    void probeThatIsCancelledMeanwhileEndsAtOnce() throws Exception {
        world.answering(exchange -> await(answer));
        Prober.Handle probe = world.prober().start(world.request());
        Conditions.await(SOON, () -> world.fetches() == 1, () -> "no fetch");
        probe.cancel();

        assertThat(Probing.end(probe).outcome()).isInstanceOf(ProbeResult.Outcome.Cancelled.class);
    }

    @Test
    void policyHoldsForTheHostOfTheListByName() throws Exception {
        world.presenting(world.naming("http://a.test:1/a.crl"))
                .stage()
                .policy(new TargetPolicy(List.of(), List.of(PolicyEntry.parse("a.test"))));
        assertThat(crl(world.probe()).flaw())
                .isEqualTo("http://a.test:1/a.crl: host a.test is forbidden by target_policy.deny: a.test");
    }

    @Test
    void policyHoldsForTheAddressesOfTheHostOfTheList() throws Exception {
        world.presenting(world.naming("http://aaaa.test:1/a.crl"))
                .stage()
                .policy(new TargetPolicy(List.of(), List.of(PolicyEntry.parse("::1/128"))));
        assertThat(crl(world.probe()).flaw())
                .isEqualTo("http://aaaa.test:1/a.crl: address ::1 of host aaaa.test is forbidden by target_policy.deny:"
                        + " ::1/128");
    }

    @Test
    void policyThatForbidsTheHostForbidsTheListThatIsKept() throws Exception {
        world.having(world.list().der());
        assertThat(crl(world.probe()).passed()).isTrue();
        world.stage().policy(new TargetPolicy(List.of(PolicyEntry.parse("localhost")), List.of()));
        assertThat(crl(world.probe()).flaw()).contains("not in target_policy.allow");
    }

    @Test
    void secondPlaceIsAskedWhenTheFirstHasNothing() throws Exception {
        String dead = "http://127.0.0.1:" + world.stage().deadPort() + "/a.crl";
        world.presenting(world.naming("ldap://a.test/cn=a", dead, world.url()))
                .having(world.list().der());
        ProbeResult result = world.probe();

        assertThat(crl(result).passed()).as("%s", result.log()).isTrue();
        assertThat(result.log().toString())
                .contains(
                        "revocation list not looked at: ldap://a.test/cn=a (expected: a URL that begins with http://)")
                .contains(dead + ": connect/connection_refused: ");
    }

    @Test
    void certificateWithoutAPlaceIsNoVerdict() throws Exception {
        world.presenting(leaf("localhost").signedBy(world.authority()));
        assertThat(crl(world.probe()).flaw()).startsWith("leaf CN=localhost names no place of a revocation list");
    }

    @Test
    void listIsFetchedThroughTheModulesProxy() throws Exception {
        world.having(world.list().der());
        try (HonestProxy proxy = HonestProxy.http()) {
            world.stage().through(proxy.url(""));
            ProbeResult result = world.probe();

            assertThat(crl(result).passed()).as("%s", result.log()).isTrue();
            assertThat(proxy.asked())
                    .anySatisfy(asked -> assertThat(world.url()).contains("//" + asked + "/"));
        }
    }

    @Test
    void listIsCountedInTheTotalForWhatPeersSendWhileItIsKept() throws Exception {
        CrlRecipe large = world.list();
        for (int i = 1; i <= 5_000; i++) {
            large.revoking(BigInteger.valueOf(i).shiftLeft(100), LONG_AGO, 1);
        }
        assertThat(crl(world.having(large.der()).probe()).passed()).isTrue();
        assertThat(world.prober().messageMemory().usedBytes()).isBetween(150_000L, 400_000L);
    }

    @Test
    void heldConnectionToARevokedCertificateIsNotOpened() throws Exception {
        world.having(world.list().revoking(world.server(), LONG_AGO).der());
        HoldRecorder seen = new HoldRecorder();
        Held held = world.prober().hold(world.request(), new Plan(HoldStage.NO_PINGS, Messages.ANY, null), seen);
        seen.until("failed");
        held.released().toCompletableFuture().get(10, TimeUnit.SECONDS);

        assertThat(String.valueOf(seen.result().failure())).startsWith("tls/certificate_revoked: ");
        assertThat(crl(seen.result()).revocation()).isNotNull();
    }

    @Test
    void certificateOfARedirectIsLookedUp() throws Exception {
        ScriptedServer next = world.stage()
                .server(ScriptedServer.tls(
                        ServerTls.of(world.server().serverContext()),
                        world.target().upgrading()));
        world.having(world.list().revoking(world.server(), LONG_AGO).der())
                .presenting(world.naming(BigInteger.TWO, world.url()))
                .stage()
                .followingRedirects();
        ProbeResult result = Probing.end(
                world.prober(),
                world.request(new Recording().redirecting("302 Found", "wss://localhost:" + next.port() + "/")));

        assertThat(String.valueOf(result.failure())).startsWith("tls/certificate_revoked: ");
        assertThat(world.fetches()).isEqualTo(1);
        assertThat(world.target().heads()).isEmpty();
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(30, TimeUnit.SECONDS)) {
                throw new AssertionError("nobody let the answer go");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether the answer was let go within that time. */
    private boolean awaited(Duration time) {
        try {
            return answer.await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static TlsReport tls(ProbeResult result) {
        return Objects.requireNonNull(result.tls(), () -> result.log().toString());
    }

    private static CrlReport crl(ProbeResult result) {
        return Objects.requireNonNull(tls(result).crl(), () -> result.log().toString());
    }
}
