package dev.websocketexporter.engine;

import static dev.websocketexporter.testkit.LyingNameServer.A;
import static dev.websocketexporter.testkit.LyingNameServer.NXDOMAIN;
import static dev.websocketexporter.testkit.LyingNameServer.SERVFAIL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.engine.loop.Transport;
import dev.websocketexporter.engine.resolve.ResolvConf;
import dev.websocketexporter.engine.resolve.ResolvConf.Option;
import dev.websocketexporter.engine.tls.TlsEngine;
import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.Prober;
import dev.websocketexporter.probe.Ticker;
import dev.websocketexporter.probe.module.IpProtocol;
import dev.websocketexporter.probe.module.ProbeModule;
import dev.websocketexporter.probe.module.ProbeModule.DialSettings;
import dev.websocketexporter.probe.module.ProxySettings.ProxyEnvironment;
import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.probe.target.Target;
import dev.websocketexporter.probe.target.TargetPolicy;
import dev.websocketexporter.testkit.Conditions;
import dev.websocketexporter.testkit.LyingNameServer;
import dev.websocketexporter.testkit.LyingNameServer.Conduct;
import dev.websocketexporter.testkit.LyingNameServer.Query;
import dev.websocketexporter.testkit.ResourceWatch;
import dev.websocketexporter.testkit.ScriptedServer;
import io.netty.channel.ChannelException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a lookup makes of name servers that lie, break off, stay silent or are gone, and what it says of them. */
@Timeout(60)
@ExtendWith(LeakWatch.class)
class NameServersIT {
    private static final Duration BUDGET = Duration.ofSeconds(3);
    private static final Conduct SILENT = query -> {};
    private static final Conduct GOOD = query -> query.addresses("127.0.0.1");

    @TempDir
    private static Path directory;

    private final List<LyingNameServer> servers = new ArrayList<>();
    private ScriptedServer target;
    private ResolvConf conf;
    private ProbeModule module;
    private Transport transport = Transport.preferred();
    private Path hosts;

    @BeforeEach
    void start() throws Exception {
        target = ScriptedServer.plain(peer -> {
            peer.upgrade();
            peer.readFrame();
            peer.sendClose(1000, "");
            peer.fin();
        });
        module = ProbeModule.withDefaults("names");
        hosts = Files.writeString(directory.resolve("hosts"), "");
    }

    @AfterEach
    void stop() throws Exception {
        target.close();
        servers.forEach(LyingNameServer::close);
    }

    // --- lost packets (D2)

    @Test
    void lostFirstQuestionIsAskedAgainWithinABudgetBelowTheTimeout() throws Exception {
        ask(query -> answerFrom(2, query));
        ProbeResult result = succeeds("a.test");
        assertThat(servers.get(0).asked())
                .containsExactlyInAnyOrder("a.test A", "a.test AAAA", "a.test A", "a.test AAAA");
        assertThat(result.timings().total()).isBetween(Duration.ofMillis(900), Duration.ofMillis(1_700));
    }

    @Test
    void timeoutAndAttemptsOfTheFileCount() throws Exception {
        ask(query -> answerFrom(3, query));
        conf = with(Duration.ofMillis(100), 5);
        assertThat(succeeds("a.test").timings().total()).isLessThan(Duration.ofMillis(800));
    }

    @Test
    void lookupGivesUpAfterTimeoutTimesAttempts() throws Exception {
        ask(SILENT, SILENT);
        conf = with(Duration.ofMillis(100), 2);
        Failure failure = fails("x.test", Reason.TIMEOUT);
        assertThat(failure.detail())
                .isEqualTo("name servers did not answer for x.test: " + shown(0) + " (2 tries), " + shown(1)
                        + " (2 tries)");
    }

    @Test
    void theDeadlineNamesTheServers() throws Exception {
        ask(SILENT);
        assertThat(fails("x.test", Reason.TIMEOUT).detail())
                .isEqualTo("the time budget of 3 s was over while waiting for the name servers to answer for x.test: "
                        + shown(0) + " (2 tries)");
    }

    @Test
    void lostAWithIp6PreferredIsNoMissingAddress() throws Exception {
        ask(query -> {
            if (!query.isA()) {
                query.addresses();
            } else {
                answerFrom(2, query);
            }
        });
        prefer(IpProtocol.IP6, true);
        succeeds("a.test");
    }

    @Test
    void silenceAboutAWithIp6PreferredIsATimeout() throws Exception {
        ask(query -> {
            if (!query.isA()) {
                query.addresses();
            }
        });
        prefer(IpProtocol.IP6, true);
        conf = with(Duration.ofMillis(100), 2);
        assertThat(fails("a.test", Reason.TIMEOUT).detail()).endsWith(shown(0) + " (2 tries)");
    }

    @Test
    void oneLostAaaaDoesNotChangeTheFamilyThatIsDialled() throws Exception {
        ask(query -> {
            if (query.isA()) {
                query.addresses("127.0.0.1");
            } else if (query.number() == 2) {
                query.addresses("::1");
            }
        });
        prefer(IpProtocol.IP6, false);
        module = module.with(new DialSettings(IpProtocol.IP6, true, null));
        ProbeResult result = probe("a.test", BUDGET);
        assertThat(result.log().toString()).contains("::1");
        assertThat(servers.get(0).asked()).filteredOn("a.test AAAA"::equals).hasSize(2);
    }

    @Test
    void familyThatStaysSilentIsGivenUpWhenTheOtherHasAnswered() throws Exception {
        ask(query -> {
            if (query.isA()) {
                query.addresses("127.0.0.1");
            }
        });
        prefer(IpProtocol.IP6, true);
        ProbeResult result = succeeds("half.test");
        assertThat(result.timings().total()).isLessThan(Duration.ofMillis(1_500));
        assertThat(result.log().toString()).contains("going on without it: " + shown(0) + " (2 tries)");
    }

    @Test
    void slowServerIsHeardAlsoWhenItWasAskedAgain() throws Exception {
        ask(query -> {
            if (query.number() == 1) {
                Thread late = new Thread(() -> {
                    sleep(300);
                    try {
                        query.addresses("127.0.0.1");
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                });
                late.start();
            }
        });
        conf = with(Duration.ofMillis(200), 5);
        succeeds("a.test");
    }

    @Test
    void nextServerIsAskedInBetween() throws Exception {
        ask(SILENT, GOOD);
        conf = with(Duration.ofMillis(100), 2);
        assertThat(succeeds("a.test").timings().total()).isLessThan(Duration.ofMillis(500));
        assertThat(servers.get(0).asked()).hasSize(2);
    }

    @Test
    void rotateBeginsEachLookupWithAnotherServer() throws Exception {
        ask(GOOD, GOOD, GOOD);
        conf = new ResolvConf(addresses(), List.of(), 1, Duration.ofSeconds(5), 2, Set.of(Option.ROTATE), List.of());
        try (NettyProber prober = prober()) {
            for (int i = 0; i < 6; i++) {
                Probing.end(prober, request("a.test", BUDGET));
            }
        }
        assertThat(servers).allSatisfy(server -> assertThat(server.asked()).hasSize(4));
    }

    // --- the search list (D3)

    @Test
    void ndots0AsksForTheNameAloneAndThenForTheSearchList() throws Exception {
        ask(query -> {
            if (query.name().equals("short.good.test")) {
                query.addresses("127.0.0.1");
            } else {
                query.code(NXDOMAIN);
            }
        });
        conf = search(0, "good.test");
        module = module.with(new DialSettings(IpProtocol.IP4, false, null));
        assertThat(succeeds("short").log().toString()).contains("short is short.good.test");
        assertThat(servers.get(0).asked()).containsExactly("short A", "short.good.test A");
    }

    @Test
    void enoughDotsPutTheNameFirstAndTooFewPutItLast() throws Exception {
        ask(query -> query.code(NXDOMAIN));
        conf = search(2, "good.test", "corp.test");
        module = module.with(new DialSettings(IpProtocol.IP4, false, null));
        assertThat(fails("a.b", Reason.NAME_NOT_FOUND).detail())
                .isEqualTo("name a.b.good.test does not exist (NXDOMAIN from " + shown(0)
                        + "), nor does a.b.corp.test, a.b");
        assertThat(servers.get(0).asked()).containsExactly("a.b.good.test A", "a.b.corp.test A", "a.b A");
        fails("a.b.c", Reason.NAME_NOT_FOUND);
        assertThat(servers.get(0).asked().subList(3, 6))
                .containsExactly("a.b.c A", "a.b.c.good.test A", "a.b.c.corp.test A");
    }

    @Test
    void nameWithADotAtItsEndIsAskedForAlone() throws Exception {
        ask(query -> query.code(NXDOMAIN));
        conf = search(5, "good.test");
        fails("short.", Reason.NAME_NOT_FOUND);
        assertThat(servers.get(0).asked()).containsExactlyInAnyOrder("short A", "short AAAA");
    }

    @Test
    void noDataInTheSearchListIsRememberedOverWhatDoesNotExist() throws Exception {
        ask(query -> {
            if (query.name().equals("short.good.test")) {
                query.addresses();
            } else {
                query.code(NXDOMAIN);
            }
        });
        conf = search(1, "good.test", "corp.test");
        assertThat(fails("short", Reason.NO_ADDRESS).detail())
                .startsWith("name short.good.test has no ")
                .endsWith(" (asked " + shown(0) + ")");
    }

    @Test
    void refusalInTheSearchListIsPassedOverAndRemembered() throws Exception {
        ask(query -> query.code(query.name().equals("short.good.test") ? SERVFAIL : NXDOMAIN));
        conf = search(1, "good.test", "corp.test");
        assertThat(fails("short", Reason.RESOLVER_FAILURE).detail())
                .isEqualTo("name servers gave no answer for short.good.test: " + shown(0)
                        + " answered SERVFAIL (2 times)");
        assertThat(servers.get(0).asked()).contains("short A");
    }

    @Test
    void silenceAboutASearchDomainIsNeverPassedOver() throws Exception {
        ask(query -> {
            if (!query.name().equals("short.good.test")) {
                query.addresses("127.0.0.1");
            }
        });
        conf = new ResolvConf(
                addresses(), List.of("good.test", "corp.test"), 1, Duration.ofMillis(100), 1, Set.of(), List.of());
        fails("short", Reason.TIMEOUT);
        assertThat(servers.get(0).asked()).noneMatch(asked -> asked.contains("corp"));
    }

    @Test
    void addressesOfTwoNamesAreNeverMixed() throws Exception {
        ask(query -> {
            if (query.name().equals("short.good.test")) {
                if (query.isA()) {
                    query.addresses("127.0.0.1");
                } else {
                    query.addresses();
                }
            } else {
                query.addresses("127.0.0.9", "::9");
            }
        });
        conf = search(1, "good.test");
        ProbeResult result = succeeds("short");
        assertThat(result.log().toString()).doesNotContain("127.0.0.9").doesNotContain("::9");
    }

    @Test
    void noTldQueryAsksForASingleLabelInTheSearchListOnly() throws Exception {
        ask(query -> query.code(NXDOMAIN));
        conf = new ResolvConf(
                addresses(), List.of("good.test"), 1, Duration.ofSeconds(5), 2, Set.of(Option.NO_TLD_QUERY), List.of());
        fails("short", Reason.NAME_NOT_FOUND);
        assertThat(servers.get(0).asked()).containsExactlyInAnyOrder("short.good.test A", "short.good.test AAAA");
    }

    // --- servers that refuse or are gone

    @Test
    void refusalsOfAllKindsLeadToTheNextServer() throws Exception {
        for (int code : new int[] {1, SERVFAIL, 4, 5, 9}) {
            stop();
            servers.clear();
            start();
            ask(query -> query.code(code), GOOD);
            succeeds("a.test");
        }
    }

    @Test
    void refusalWithoutAQuestionIsOne() throws Exception {
        ask(query -> query.message().withoutQuestion().code(1).send());
        assertThat(fails("a.test", Reason.RESOLVER_FAILURE).detail())
                .contains(shown(0) + " answered FORMERR (2 times)");
    }

    @Test
    void lameReferralLeadsToTheNextServer() throws Exception {
        ask(query -> query.message().flags(0x8100).send());
        assertThat(fails("a.test", Reason.RESOLVER_FAILURE).detail()).contains(shown(0) + " referred to other servers");
        ask(GOOD);
        succeeds("a.test");
    }

    @Test
    void goneServerIsSeenAtOnceAndTheNextIsAsked() throws Exception {
        ask(GOOD, GOOD);
        servers.get(0).close();
        assertThat(succeeds("a.test").timings().total()).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void goneServersAreNamed() throws Exception {
        ask(GOOD);
        servers.get(0).close();
        assertThat(fails("a.test", Reason.RESOLVER_FAILURE).detail())
                .isEqualTo("name servers gave no answer for a.test: " + shown(0) + " refused the connection: nothing"
                        + " listens on that port, or a firewall rejects (2 times)");
    }

    @Test
    void serverWithoutARouteIsNamed() throws Exception {
        conf = ResolvConf.of(new InetSocketAddress("255.255.255.255", 53));
        Failure failure = probe("a.test", BUDGET).failure();
        assertThat(failure).isNotNull();
        assertThat(failure.detail())
                .contains("255.255.255.255 ")
                .doesNotContain("failed:")
                .doesNotContain("(..)");
    }

    @Test
    void exporterWithoutSocketsIsNotTheServersFault() throws Exception {
        ask(GOOD);
        transport = new Transport(
                transport.name(),
                transport.ioHandlers(),
                transport.streams(),
                () -> {
                    throw new ChannelException("Too many open files, on purpose");
                },
                transport.listeners());
        assertThat(fails("a.test", Reason.EXPORTER_LIMIT).detail())
                .contains("the exporter can open no socket: Too many open files");
    }

    // --- what is no answer

    @Test
    void messagesThatAreNoAnswerArePassedOver() throws Exception {
        ask(query -> {
            query.message()
                    .id(query.id() ^ 1)
                    .address(query.name(), "127.0.0.66")
                    .send();
            query.message()
                    .question("other.test", A)
                    .address(query.name(), "127.0.0.66")
                    .send();
            query.message().flags(0x0100).address(query.name(), "127.0.0.66").send();
            query.message().address(query.name(), "127.0.0.66").send(new byte[] {1, 2, 3});
            query.message().address(query.name(), "127.0.0.66").sendCut(40);
            query.message().address(query.name(), "127.0.0.66").sendFrom("127.0.0.2");
            query.addresses("127.0.0.1");
        });
        assertThat(succeeds("a.test").log().toString()).doesNotContain("127.0.0.66");
    }

    @Test
    void serverThatSendsOnlySuchIsNamedWithWhatItSent() throws Exception {
        ask(query -> query.message()
                .id(query.id() ^ 1)
                .address(query.name(), "127.0.0.66")
                .send());
        conf = with(Duration.ofMillis(100), 2);
        assertThat(fails("a.test", Reason.TIMEOUT).detail())
                .isEqualTo("name servers gave no answer for a.test: " + shown(0)
                        + " did not answer (2 times) and sent a message that has another id (2 times)");
    }

    @Test
    void idsAndPortsDiffer() throws Exception {
        ask(query -> answerFrom(3, query));
        conf = with(Duration.ofMillis(50), 3);
        succeeds("a.test");
        List<Query> queries = servers.get(0).queries();
        assertThat(queries.stream().map(query -> query.client().getPort())).doesNotHaveDuplicates();
        assertThat(queries.stream().map(Query::id).distinct()).hasSizeGreaterThan(1);
    }

    @Test
    void caseOfTheAnswersQuestionDoesNotCount() throws Exception {
        ask(query -> query.message()
                .question("A.TEST", query.isA() ? A : LyingNameServer.AAAA)
                .address("a.TeSt", "127.0.0.1")
                .send());
        succeeds("a.test");
    }

    // --- aliases

    @Test
    void aliasesAreFollowedInWhateverOrderTheyStand() throws Exception {
        ask(query -> query.message()
                .address("c.test", "127.0.0.1")
                .alias("b.test", "c.test")
                .alias("a.test", "b.test")
                .send());
        succeeds("a.test");
    }

    @Test
    void addressesOfOtherNamesInTheAnswerDoNotCount() throws Exception {
        ask(query -> query.message().address("evil.test", "127.0.0.66").send());
        assertThat(fails("a.test", Reason.NO_ADDRESS).detail()).doesNotContain("66");
    }

    @Test
    void aliasWithoutAddressIsNamed() throws Exception {
        ask(query -> query.message().alias("a.test", "b.test").send());
        assertThat(fails("a.test", Reason.NO_ADDRESS).detail())
                .endsWith("record (its alias b.test; asked " + shown(0) + ")");
    }

    @Test
    void aliasThatDoesNotExistIsNamed() throws Exception {
        ask(query -> query.message().alias("a.test", "b.test").code(NXDOMAIN).send());
        assertThat(fails("a.test", Reason.NAME_NOT_FOUND).detail())
                .isEqualTo("name a.test does not exist (its alias b.test; NXDOMAIN from " + shown(0) + ")");
    }

    @Test
    void aliasesInACircleAreNoAnswer() throws Exception {
        ask(query -> query.message()
                .alias("a.test", "b.test")
                .alias("b.test", "a.test")
                .send());
        conf = with(Duration.ofMillis(100), 1);
        assertThat(fails("a.test", Reason.TIMEOUT).detail()).contains("aliases that lead round in a circle");
    }

    @Test
    void recordsOfOtherTypesArePassedOver() throws Exception {
        ask(query -> query.message()
                .record("a.test", 16, new byte[] {3, 'a', 'b', 'c'})
                .record("a.test", 46, new byte[40])
                .address("a.test", "127.0.0.1")
                .send());
        succeeds("a.test");
    }

    // --- TCP

    @Test
    void truncatedAnswerIsAskedForOverTcp() throws Exception {
        ask(query -> {
            if (query.overTcp()) {
                query.addresses("127.0.0.1");
            } else {
                query.message().truncated().send();
            }
        });
        succeeds("a.test");
        assertThat(servers.get(0).asked()).contains("a.test A", "a.test A tcp");
    }

    @Test
    void useVcAsksOverTcpAlone() throws Exception {
        ask(GOOD);
        conf = new ResolvConf(addresses(), List.of(), 1, Duration.ofSeconds(5), 2, Set.of(Option.USE_VC), List.of());
        succeeds("a.test");
        assertThat(servers.get(0).asked()).allMatch(asked -> asked.endsWith(" tcp"));
    }

    @Test
    void tcpThatIsClosedMidwayLeadsToTheNextServerAndIsNamed() throws Exception {
        Conduct midway = query -> {
            if (query.overTcp()) {
                query.message().address("a.test", "127.0.0.1").sendCut(20);
            } else {
                query.message().truncated().send();
            }
        };
        ask(midway);
        assertThat(fails("a.test", Reason.RESOLVER_FAILURE).detail())
                .contains(shown(0) + " truncated its answer, and over TCP closed the connection without an answer");
        ask(midway, GOOD);
        succeeds("a.test");
    }

    @Test
    void tcpThatIsRefusedIsNamed() throws Exception {
        ask(query -> query.message().truncated().send());
        servers.get(0).closeTcp();
        assertThat(fails("a.test", Reason.RESOLVER_FAILURE).detail())
                .contains("truncated its answer, and over TCP refused the connection");
    }

    /** As where a firewall knows DNS as UDP alone. */
    @Test
    void tcpThatIsNotAnsweredIsNamed() throws Exception {
        Conduct silentOverTcp = query -> {
            if (!query.overTcp()) {
                query.message().truncated().send();
            }
        };
        ask(silentOverTcp);
        assertThat(fails("a.test", Reason.TIMEOUT).detail())
                .contains(shown(0) + " truncated its answer, and over TCP did not answer");
        ask(silentOverTcp, GOOD);
        succeeds("a.test");
    }

    @Test
    void answersOfAllSizesAreTaken() throws Exception {
        ask(query -> {
            LyingNameServer.Message large = query.message();
            for (int i = 0; i < (query.overTcp() ? 2_000 : 100); i++) {
                large.address(query.name(), "127.0.0.1");
            }
            if (query.name().equals("huge.test") && !query.overTcp()) {
                large.truncated();
            }
            large.send();
        });
        succeeds("large.test");
        assertThat(servers.get(0).asked()).noneMatch(asked -> asked.endsWith("tcp"));
        succeeds("huge.test");
        assertThat(servers.get(0).asked()).anyMatch(asked -> asked.endsWith("tcp"));
    }

    @Test
    void serversWithIp6AddressesAreAsked() throws Exception {
        servers.add(new LyingNameServer("::1", 0, GOOD));
        conf = ResolvConf.of(addresses().toArray(InetSocketAddress[]::new));
        succeeds("a.test");
    }

    @Test
    void floodOfMessagesThatAreNoAnswerHoldsNothingUp() throws Exception {
        ask(query -> {
            for (int i = 0; i < 2_000; i++) {
                query.message().id(query.id() ^ 1).send();
            }
        });
        ProbeResult result = probe("a.test", Duration.ofMillis(600));
        assertThat(String.valueOf(result.failure()))
                .startsWith("resolve/timeout: ")
                .hasSizeLessThan(1_000);
        assertThat(result.timings().total()).isLessThan(Duration.ofMillis(900));
    }

    @Test
    void cancelledProbeLeavesNoSocket() throws Exception {
        ask(SILENT);
        try (NettyProber prober = prober()) {
            // So that the loop's thread is there.
            Probing.end(prober, request("localhost", BUDGET));
            ResourceWatch watch = ResourceWatch.begin();
            Prober.Handle running = prober.start(request("a.test", Duration.ofSeconds(20)));
            Conditions.await(
                    Duration.ofSeconds(5), () -> servers.get(0).queries().size() == 2, () -> "not asked");
            running.cancel();
            running.released().toCompletableFuture().get(5, TimeUnit.SECONDS);
            watch.assertNothingLeft();
        }
    }

    @Test
    void eachTryOfAProbeWithAttemptsAsksAnew() throws Exception {
        ask(query -> query.code(SERVFAIL));
        conf = with(Duration.ofSeconds(1), 1);
        module = module.with(new ProbeModule.RetrySettings(3, Duration.ofMillis(10)));
        fails("a.test", Reason.RESOLVER_FAILURE);
        assertThat(servers.get(0).asked()).hasSize(6);
    }

    // --- options and changes

    /** L8: not the target's fault, and no reason to find nothing. */
    @Test
    void hostsFileThatCannotBeReadFailsNothing() throws Exception {
        ask(GOOD);
        hosts = Files.createDirectories(directory.resolve("hosts-directory"));
        succeeds("a.test");
        succeeds("localhost");
    }

    @Test
    void noAaaaAsksForIp4Alone() throws Exception {
        ask(GOOD);
        conf = new ResolvConf(addresses(), List.of(), 1, Duration.ofSeconds(5), 2, Set.of(Option.NO_AAAA), List.of());
        prefer(IpProtocol.IP6, true);
        succeeds("a.test");
        assertThat(servers.get(0).asked()).containsExactly("a.test A");
    }

    @Test
    void serversThatChangeAtRunTimeAreAskedByTheNextProbe() throws Exception {
        ask(SILENT, SILENT);
        conf = with(Duration.ofMillis(50), 1);
        try (NettyProber prober = prober()) {
            assertThat(Probing.end(prober, request("a.test", BUDGET)).successful())
                    .isFalse();
            ask(GOOD);
            assertThat(Probing.end(prober, request("a.test", BUDGET)).successful())
                    .isTrue();
            ask(SILENT, SILENT, GOOD);
            conf = with(Duration.ofMillis(50), 1);
            assertThat(Probing.end(prober, request("a.test", BUDGET)).successful())
                    .isTrue();
        }
    }

    private static void answerFrom(int number, Query query) throws IOException {
        if (query.number() >= number) {
            query.addresses("127.0.0.1");
        }
    }

    /** Replaces the servers. */
    private void ask(Conduct... conducts) throws IOException {
        servers.forEach(LyingNameServer::close);
        servers.clear();
        for (Conduct conduct : conducts) {
            servers.add(new LyingNameServer(conduct));
        }
        conf = ResolvConf.of(addresses().toArray(InetSocketAddress[]::new));
    }

    private List<InetSocketAddress> addresses() {
        return servers.stream().map(LyingNameServer::address).toList();
    }

    private ResolvConf with(Duration timeout, int attempts) {
        return new ResolvConf(addresses(), List.of(), 1, timeout, attempts, Set.of(), List.of());
    }

    private ResolvConf search(int ndots, String... domains) {
        return new ResolvConf(
                addresses(), Arrays.asList(domains), ndots, Duration.ofSeconds(5), 2, Set.of(), List.of());
    }

    private void prefer(IpProtocol family, boolean fallback) {
        module = module.with(new DialSettings(family, fallback, null));
    }

    private String shown(int server) {
        return "127.0.0.1:" + servers.get(server).address().getPort();
    }

    private ProbeResult succeeds(String host) throws Exception {
        ProbeResult result = probe(host, BUDGET);
        assertThat(result.successful())
                .as("%s; %s", result.failure(), result.log())
                .isTrue();
        return result;
    }

    private Failure fails(String host, Reason reason) throws Exception {
        ProbeResult result = probe(host, BUDGET);
        Failure failure = result.failure();
        assertThat(failure).as("%s", result.log()).isNotNull();
        assertThat(failure.reason()).as("%s; %s", failure, result.log()).isEqualTo(reason);
        return failure;
    }

    private ProbeResult probe(String host, Duration budget) throws Exception {
        try (NettyProber prober = prober()) {
            return Probing.end(prober, request(host, budget));
        }
    }

    private ProbeRequest request(String host, Duration budget) throws Exception {
        return new ProbeRequest(
                Target.parse("ws://" + host + ":" + target.port() + "/"), module, null, TargetPolicy.DEFAULT, budget);
    }

    private NettyProber prober() {
        return new NettyProber(new EngineSettings(
                transport,
                TlsEngine.JDK,
                1,
                "websocket_exporter/test",
                () -> conf,
                hosts,
                ProxyEnvironment.EMPTY,
                Ticker.system(),
                Clock.systemUTC()));
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
