package dev.websocketexporter.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.engine.loop.Transport;
import dev.websocketexporter.engine.resolve.ResolvConf;
import dev.websocketexporter.engine.tls.TlsEngine;
import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.ProbeResult.Outcome;
import dev.websocketexporter.probe.Ticker;
import dev.websocketexporter.probe.module.IpProtocol;
import dev.websocketexporter.probe.module.ProbeModule;
import dev.websocketexporter.probe.module.ProbeModule.DialSettings;
import dev.websocketexporter.probe.module.ProbeModule.DialSettings.Which;
import dev.websocketexporter.probe.module.ProbeModule.RetrySettings;
import dev.websocketexporter.probe.module.ProxySettings.ProxyEnvironment;
import dev.websocketexporter.probe.module.SuccessCriteria;
import dev.websocketexporter.probe.report.AddressesReport;
import dev.websocketexporter.probe.report.AddressesReport.Verdict;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.probe.target.PolicyEntry;
import dev.websocketexporter.probe.target.Target;
import dev.websocketexporter.probe.target.TargetPolicy;
import dev.websocketexporter.testkit.Conditions;
import dev.websocketexporter.testkit.LyingNameServer;
import dev.websocketexporter.testkit.Script;
import dev.websocketexporter.testkit.ScriptedServer;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code addresses: all}, and name servers of the module's own. */
@Timeout(60)
@ExtendWith(LeakWatch.class)
class EveryAddressIT {
    private static final Duration BUDGET = Duration.ofSeconds(2);
    private static final Script POLITE = peer -> {
        peer.upgrade();
        peer.readFrame();
        peer.sendClose(1000, "");
        peer.fin();
    };
    private static final Duration LATENESS = Duration.ofMillis(400);
    private static final Script LATE = peer -> {
        try {
            Thread.sleep(LATENESS.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        POLITE.play(peer);
    };
    private static final Script MUTE = peer -> {
        peer.readHead();
        peer.silence();
    };
    private static final Script REFUSING = peer -> {
        peer.readHead();
        peer.send("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n");
        peer.fin();
    };

    @TempDir
    private static Path directory;

    private final List<Closeable> closing = new ArrayList<>();
    private ProbeModule module;
    private LyingNameServer names;
    private String[] answer = {};
    private NettyProber prober;
    private Path hosts;
    private int port;

    @BeforeEach
    void start() throws Exception {
        names = new LyingNameServer(query -> query.addresses(answer));
        module = ProbeModule.withDefaults("every").with(everyOne());
        hosts = Files.writeString(directory.resolve("hosts"), "");
        ScriptedServer first = ScriptedServer.plainOn("127.0.0.2", POLITE);
        closing.add(first);
        port = first.port();
        prober = new NettyProber(new EngineSettings(
                Transport.preferred(),
                TlsEngine.JDK,
                2,
                "websocket_exporter/test",
                // Nobody listens there: only the module's own is asked.
                () -> ResolvConf.of(new InetSocketAddress("127.0.0.1", 1)),
                hosts,
                ProxyEnvironment.EMPTY,
                Ticker.system(),
                Clock.systemUTC()));
    }

    @AfterEach
    void stop() throws Exception {
        prober.close();
        names.close();
        for (Closeable server : closing) {
            server.close();
        }
    }

    @Test
    void theOneBadNodeIsFoundWhereverItStandsInTheAnswer() throws Exception {
        serve("127.0.0.3", POLITE);
        serve("127.0.0.4", REFUSING);
        String[] nodes = {"127.0.0.2", "127.0.0.3", "127.0.0.4"};
        for (int turn = 0; turn < nodes.length; turn++) {
            int by = turn;
            answer = IntStream.range(0, nodes.length)
                    .mapToObj(i -> nodes[(i + by) % nodes.length])
                    .toArray(String[]::new);
            ProbeResult result = probe();
            assertFailure(result, Phase.UPGRADE, Reason.UNEXPECTED_STATUS);
            assertThat(dialled(result)).isEqualTo("127.0.0.4");
            assertThat(verdicts(result))
                    .containsExactlyInAnyOrder("127.0.0.2 ok", "127.0.0.3 ok", "127.0.0.4 unexpected_status");
        }
    }

    @Test
    void refusingAndSilentNodesEachHaveTheirVerdict() throws Exception {
        serve("127.0.0.3", MUTE);
        answer = new String[] {"127.0.0.2", "127.0.0.3", "127.0.0.4"};
        ProbeResult result = probe();
        assertThat(verdicts(result))
                .containsExactly("127.0.0.2 ok", "127.0.0.3 timeout", "127.0.0.4 connection_refused");
        // The first failed one in the order of the answer.
        assertFailure(result, Phase.UPGRADE, Reason.TIMEOUT);
        assertThat(result.timings().total()).isLessThan(BUDGET.plusMillis(100));
        assertThat(String.join(
                        "\n", result.log().stream().map(line -> line.message()).toList()))
                .contains("127.0.0.2 succeeded in ")
                .contains("127.0.0.4 failed in phase connect: connection_refused: ")
                .contains("(the worst of the addresses, whose phases are told)");
    }

    @Test
    void theSlowestOfGoodNodesIsToldAndTheWaitForItIsNoOverhead() throws Exception {
        serve("127.0.0.3", LATE);
        answer = new String[] {"127.0.0.2", "127.0.0.3"};
        ProbeResult result = probe();
        assertThat(result.successful()).as("%s", result.log()).isTrue();
        assertThat(dialled(result)).isEqualTo("127.0.0.3");
        assertThat(result.timings().phases().get(Phase.UPGRADE)).isGreaterThanOrEqualTo(LATENESS);
        assertThat(result.timings().overhead()).isLessThan(Duration.ofMillis(200));
        assertThat(result.timings().phases()).containsKey(Phase.RESOLVE);
        assertThat(result.lookupTime()).isNotNull();
    }

    @Test
    void failedFastNodeIsToldAndTheSlowGoodOneIsNotItsOverhead() throws Exception {
        serve("127.0.0.3", LATE);
        answer = new String[] {"127.0.0.3", "127.0.0.9"};
        ProbeResult result = probe();
        assertFailure(result, Phase.CONNECT, Reason.CONNECTION_REFUSED);
        assertThat(dialled(result)).isEqualTo("127.0.0.9");
        assertThat(result.timings().total()).isGreaterThanOrEqualTo(LATENESS);
        assertThat(result.timings().overhead()).isLessThan(Duration.ofMillis(200));
    }

    @Test
    void bothFamiliesAreProbedUnlessOneIsExcluded() throws Exception {
        ScriptedServer six = ScriptedServer.plainAt(new InetSocketAddress("::1", port), POLITE);
        closing.add(six);
        names.close();
        names = new LyingNameServer(query -> query.addresses(query.isA() ? "127.0.0.2" : "::1"));
        module = module.with(everyOne());
        assertThat(verdicts(probe())).containsExactlyInAnyOrder("::1 ok", "127.0.0.2 ok");
        module = module.with(new DialSettings(IpProtocol.IP4, false, null, List.of(names.address()), Which.ALL));
        assertThat(verdicts(probe())).containsExactly("127.0.0.2 ok");
    }

    @Test
    void moreThanSixteenAddressesAreCountedAndNotProbed() throws Exception {
        answer = IntStream.range(0, 20).mapToObj(i -> "127.0.1." + i).toArray(String[]::new);
        ProbeResult result = probe();
        AddressesReport addresses = Objects.requireNonNull(result.addresses());
        assertThat(addresses.found()).isEqualTo(20);
        assertThat(addresses.verdicts()).hasSize(16);
        assertThat(result.log().toString()).contains("the name has 20 addresses; the first 16 are probed");
    }

    @Test
    void addressThatComesTwiceIsProbedOnce() throws Exception {
        answer = new String[] {"127.0.0.2", "127.0.0.2"};
        assertThat(verdicts(probe())).containsExactly("127.0.0.2 ok");
    }

    @Test
    void targetThatIsAnAddressIsOneAddress() throws Exception {
        ProbeResult result = Probing.end(prober, request("127.0.0.2"));
        assertThat(result.successful()).isTrue();
        assertThat(verdicts(result)).containsExactly("127.0.0.2 ok");
        assertThat(names.asked()).isEmpty();
    }

    @Test
    void nameThatDoesNotExistIsTheFailureOfTheWhole() throws Exception {
        names.close();
        names = new LyingNameServer(query -> query.code(LyingNameServer.NXDOMAIN));
        module = module.with(everyOne());
        ProbeResult result = probe();
        assertFailure(result, Phase.RESOLVE, Reason.NAME_NOT_FOUND);
        assertThat(result.addresses()).isNull();
    }

    @Test
    void oneForbiddenAddressForbidsTheTargetBeforeAnythingIsDialled() throws Exception {
        ScriptedServer other = serve("127.0.0.3", POLITE);
        answer = new String[] {"127.0.0.3", "127.0.0.4"};
        TargetPolicy policy = new TargetPolicy(List.of(), List.of(PolicyEntry.parse("127.0.0.4")));
        ProbeResult result = Probing.end(
                prober, new ProbeRequest(Target.parse("ws://every.test:" + port + "/"), module, null, policy, BUDGET));
        assertThat(result.outcome()).isInstanceOf(Outcome.Forbidden.class);
        assertThat(other.accepted()).isZero();
    }

    @Test
    void eachAttemptAsksAnewAndProbesAllOfThem() throws Exception {
        ScriptedServer other = serve("127.0.0.3", REFUSING);
        answer = new String[] {"127.0.0.2", "127.0.0.3"};
        module = module.with(new RetrySettings(2, Duration.ofMillis(10)));
        ProbeResult result = probe();
        assertFailure(result, Phase.UPGRADE, Reason.UNEXPECTED_STATUS);
        assertThat(result.attempts()).isEqualTo(2);
        assertThat(verdicts(result)).containsExactly("127.0.0.2 ok", "127.0.0.3 unexpected_status");
        assertThat(other.accepted()).isEqualTo(2);
    }

    @Test
    void demandThatTheSchemeBreaksIsJudgedBeforeAnyQuestion() throws Exception {
        module = module.with(new SuccessCriteria(Set.of(101), SuccessCriteria.TlsDemand.REQUIRED, List.of(), false));
        assertFailure(probe(), Phase.TLS, Reason.SSL_REQUIRED);
        assertThat(names.asked()).isEmpty();
    }

    @Test
    void cancelledProbeEndsAllItsRuns() throws Exception {
        serve("127.0.0.3", MUTE);
        serve("127.0.0.4", MUTE);
        answer = new String[] {"127.0.0.3", "127.0.0.4"};
        var running = prober.start(request("every.test"));
        Conditions.await(
                BUDGET,
                () -> ((ScriptedServer) closing.get(1)).accepted() == 1
                        && ((ScriptedServer) closing.get(2)).accepted() == 1,
                () -> "both are dialled");
        running.cancel();
        assertThat(running.result().toCompletableFuture().get().outcome()).isInstanceOf(Outcome.Cancelled.class);
        running.released().toCompletableFuture().get();
    }

    @Test
    void ownNameServersAreAskedInsteadOfTheHostsFile() throws Exception {
        Files.writeString(hosts, "127.0.0.77 every.test\n");
        answer = new String[] {"127.0.0.2"};
        module = module.with(new DialSettings(IpProtocol.IP4, true, null).withNameServers(List.of(names.address())));
        ProbeResult result = probe();
        assertThat(result.successful()).as("%s", result.log()).isTrue();
        assertThat(dialled(result)).isEqualTo("127.0.0.2");
        assertThat(result.addresses()).isNull();
    }

    private ScriptedServer serve(String address, Script script) throws IOException {
        ScriptedServer server = ScriptedServer.plainAt(new InetSocketAddress(address, port), script);
        closing.add(server);
        return server;
    }

    private DialSettings everyOne() {
        return new DialSettings(IpProtocol.IP4, true, null, List.of(names.address()), Which.ALL);
    }

    private ProbeResult probe() throws Exception {
        return Probing.end(prober, request("every.test"));
    }

    private ProbeRequest request(String host) throws Exception {
        return new ProbeRequest(
                Target.parse("ws://" + host + ":" + port + "/"), module, null, TargetPolicy.DEFAULT, BUDGET);
    }

    private static void assertFailure(ProbeResult result, Phase phase, Reason reason) {
        assertThat(result.failure()).as("%s", result.log()).isNotNull();
        assertThat(result.failure().phase()).isEqualTo(phase);
        assertThat(result.failure().reason()).as("%s", result.failure()).isEqualTo(reason);
    }

    private static String dialled(ProbeResult result) {
        InetAddress address = Objects.requireNonNull(result.dialled()).getAddress();
        return address.getHostAddress();
    }

    private static List<String> verdicts(ProbeResult result) {
        return Objects.requireNonNull(result.addresses()).verdicts().stream()
                .map(EveryAddressIT::words)
                .toList();
    }

    private static String words(Verdict verdict) {
        String address = verdict.address().getHostAddress().replace("0:0:0:0:0:0:0:1", "::1");
        return address + " "
                + (verdict.failure() == null ? "ok" : verdict.failure().reason().label());
    }
}
