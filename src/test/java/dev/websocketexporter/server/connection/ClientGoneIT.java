package dev.websocketexporter.server.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.server.Conditions;
import dev.websocketexporter.server.RawClient;
import dev.websocketexporter.server.RunningServer;
import dev.websocketexporter.testkit.FakeProber;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ClientGoneIT {
    private static final String PROBE = RawClient.request("/probe?target=ws://silent.test");

    private RunningServer running;

    @BeforeEach
    void start() {
        running = RunningServer.start();
    }

    @AfterEach
    void stop() {
        running.close();
    }

    @Test
    void finCancelsTheProbeWithinASecond() throws Exception {
        RawClient client = new RawClient(running.address());
        client.send(PROBE);
        FakeProber.FakeProbe probe = running.prober.next();

        client.close();

        probe.cancelled().get(1, TimeUnit.SECONDS);
        Conditions.until(() -> running.get("/metrics")
                .body()
                .contains("websocket_exporter_probes_total{module=\"websocket\",result=\"cancelled\",} 1.0"));
    }

    @Test
    void resetCancelsTheProbeWithinASecond() throws Exception {
        RawClient client = new RawClient(running.address());
        client.send(PROBE);
        FakeProber.FakeProbe probe = running.prober.next();

        client.reset();

        probe.cancelled().get(1, TimeUnit.SECONDS);
    }

    @Test
    void halfClosingClientIsGoneTooAndCanReadWhy() throws Exception {
        try (RawClient client = new RawClient(running.address())) {
            client.send(PROBE);
            FakeProber.FakeProbe probe = running.prober.next();

            client.halfClose();

            probe.cancelled().get(1, TimeUnit.SECONDS);
            assertThat(client.readToEnd()).startsWith("HTTP/1.1 499 ").contains("the probe was cancelled");
        }
    }

    @Test
    void finInThePacketOfTheRequestCancelsTheProbe() throws Exception {
        try (RawClient client = new RawClient(running.address())) {
            client.send(PROBE);
            client.halfClose();

            running.prober.next().cancelled().get(1, TimeUnit.SECONDS);
        }
    }

    @Test
    void finBehindAPipelinedRequestCancelsTheProbe() throws Exception {
        RawClient client = new RawClient(running.address());
        client.send(PROBE);
        FakeProber.FakeProbe probe = running.prober.next();
        client.send(RawClient.request("/livez"));

        client.close();

        probe.cancelled().get(1, TimeUnit.SECONDS);
    }

    @Test
    void pipelinedRequestIsKeptAndAnswered() throws Exception {
        try (RawClient client = new RawClient(running.address())) {
            client.send(PROBE);
            FakeProber.FakeProbe probe = running.prober.next();
            client.send("GET /liv");
            client.send("ez HTTP/1.1\r\nHost: exporter\r\n\r\n" + RawClient.request("/readyz"));
            probe.succeed();

            assertThat(client.readResponse()).startsWith("HTTP/1.1 200").contains("probe_success 1");
            assertThat(client.readResponse()).startsWith("HTTP/1.1 200").endsWith("healthy\n");
            assertThat(client.readResponse()).startsWith("HTTP/1.1 200").endsWith("ready\n");
        }
    }

    @Test
    void pipelinedProbesAreAnsweredInOrder() throws Exception {
        try (RawClient client = new RawClient(running.address())) {
            client.send(PROBE + PROBE);
            running.prober.next().succeed();
            running.prober.next().succeed();

            assertThat(client.readResponse()).contains("probe_success 1");
            assertThat(client.readResponse()).contains("probe_success 1");
            client.send(PROBE);
            FakeProber.FakeProbe last = running.prober.next();
            client.reset();
            last.cancelled().get(1, TimeUnit.SECONDS);
        }
    }

    @Test
    void keepAliveConnectionServesManyProbesOneAfterTheOther() throws Exception {
        try (RawClient client = new RawClient(running.address())) {
            for (int i = 0; i < 200; i++) {
                client.send(PROBE);
                running.prober.next().succeed();
                assertThat(client.readResponse()).startsWith("HTTP/1.1 200");
            }
        }
    }

    @Test
    void bodyOfAProbeRequestIsNoObstacle() throws Exception {
        try (RawClient client = new RawClient(running.address())) {
            client.send("GET /probe?target=ws://a.test HTTP/1.1\r\nHost: exporter\r\nContent-Length: 5\r\n\r\n");
            FakeProber.FakeProbe probe = running.prober.next();
            client.send("hello");
            client.send(RawClient.request("/livez"));
            probe.succeed();

            assertThat(client.readResponse()).startsWith("HTTP/1.1 200").contains("probe_success 1");
        }
    }

    @Test
    void tricklingHeadIsCutOff() throws Exception {
        try (RawClient client = new RawClient(running.address())) {
            client.send("GET /livez HTTP/1.1\r\n");
            Conditions.until(() -> running.get("/livez").statusCode() == 200);
            running.nanos.addAndGet(RequestHead.LONGEST.toNanos() + 1);
            client.send("Host: exporter\r\n");

            assertThat(endOf(client)).isEmpty();
        }
    }

    private static String endOf(RawClient client) {
        try {
            return client.readToEnd();
        } catch (IOException reset) {
            return "";
        }
    }

    @Test
    void idleTimeoutCutsNoWaitingProbeButIdleConnections() throws Exception {
        running.probe("target=ws://warm.test"); // so that no class is loaded while the short timeout runs
        running.setConnectionIdleTimeout(Duration.ofMillis(400));
        try (RawClient waiting = new RawClient(running.address())) {
            waiting.send(PROBE);
            FakeProber.FakeProbe probe = running.prober.next();
            for (int i = 0; i < 3; i++) {
                try (RawClient idle = new RawClient(running.address())) {
                    assertThat(endOf(idle)).isEmpty();
                }
            }
            assertThat(probe.cancelled()).isNotDone();
            probe.succeed();

            waiting.send(RawClient.request("/livez"));
            assertThat(waiting.readResponse()).startsWith("HTTP/1.1 200");
            assertThat(waiting.readResponse()).endsWith("healthy\n");
        }
    }

    @Test
    void thousandWaitingProbesNeedNoThreadEach() throws Exception {
        Set<Thread> before = new HashSet<>(Thread.getAllStackTraces().keySet());
        List<RawClient> clients = new ArrayList<>();
        List<FakeProber.FakeProbe> probes = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            RawClient client = new RawClient(running.address());
            client.send(PROBE);
            clients.add(client);
        }
        for (int i = 0; i < 1000; i++) {
            probes.add(running.prober.next());
        }
        Set<Thread> more = new HashSet<>(Thread.getAllStackTraces().keySet());
        more.removeAll(before);
        assertThat(more).hasSizeLessThan(40);

        for (RawClient client : clients.subList(0, 500)) {
            client.close();
        }
        for (FakeProber.FakeProbe probe : probes) {
            probe.succeed();
        }
        for (RawClient client : clients.subList(500, 1000)) {
            assertThat(client.readResponse()).startsWith("HTTP/1.1 200");
            client.close();
        }
    }

    @Test
    void closingTheServerCancelsProbesAndLeavesNoThread() throws Exception {
        Set<Thread> before = new HashSet<>(Thread.getAllStackTraces().keySet());
        CompletableFuture<HttpResponse<String>> answer;
        try (RunningServer other = RunningServer.start()) {
            answer = other.getLater("/probe?target=ws://a.test");
            FakeProber.FakeProbe probe = other.prober.next();
            other.server.drain(Duration.ofMillis(1));
            other.server.close();
            probe.cancelled().get(1, TimeUnit.SECONDS);
        }
        assertThat(answer.get().statusCode()).isEqualTo(499);
        Conditions.until(() -> Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.isAlive() && !before.contains(thread))
                .noneMatch(thread -> !thread.getName().startsWith("HttpClient")));
    }
}
