package dev.websocketexporter.server.handlers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.server.Conditions;
import dev.websocketexporter.server.RawClient;
import dev.websocketexporter.server.RunningServer;
import dev.websocketexporter.testkit.FakeProber;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ReadinessGateIT {
    @Test
    void probeIsHeldBackUntilTheExporterIsReadyOnItsOwnBudget() throws Exception {
        try (RunningServer running = RunningServer.startingUp()) {
            CompletableFuture<HttpResponse<String>> answer = running.getLater("/probe?target=ws://a.test");
            awaitHeld(running);
            assertThat(running.prober.starts()).isZero();

            running.nanos.addAndGet(Duration.ofSeconds(1).toNanos());
            running.server.markReady();
            FakeProber.FakeProbe probe = running.prober.next();
            probe.succeed();

            assertThat(probe.request().budget()).isEqualTo(Duration.ofSeconds(9));
            assertThat(answer.get().statusCode()).isEqualTo(200);
        }
    }

    @Test
    void probeThatCannotWaitLongerIsStartedAllTheSame() throws Exception {
        try (RunningServer running = RunningServer.startingUp()) {
            CompletableFuture<HttpResponse<String>> answer =
                    running.getLater("/probe?target=ws://a.test", "X-Prometheus-Scrape-Timeout-Seconds", "0.2");

            running.prober.next().succeed();

            assertThat(answer.get().statusCode()).isEqualTo(200);
        }
    }

    @Test
    void mistakesAreToldAtOnce() throws Exception {
        try (RunningServer running = RunningServer.startingUp()) {
            assertThat(running.get("/probe").statusCode()).isEqualTo(400);
            assertThat(running.get("/probe?target=ws://x.forbidden.test").statusCode())
                    .isEqualTo(403);
        }
    }

    @Test
    void clientThatGoesAwayWhileItsProbeIsHeldBackCancelsIt() throws Exception {
        try (RunningServer running = RunningServer.startingUp()) {
            try (RawClient client = new RawClient(running.address())) {
                client.send(RawClient.request("/probe?target=ws://a.test"));
                awaitHeld(running);
            }
            running.server.markReady();

            running.prober.next().cancelled().get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void probeThatIsHeldBackIsRefusedWhenTheExporterEnds() throws Exception {
        try (RunningServer running = RunningServer.startingUp()) {
            CompletableFuture<HttpResponse<String>> answer = running.getLater("/probe?target=ws://a.test");
            awaitHeld(running);

            running.server.drain(Duration.ofSeconds(10));

            assertThat(answer.get().statusCode()).isEqualTo(503);
            assertThat(answer.get().headers().firstValue("Retry-After")).hasValue("1");
            assertThat(answer.get().body()).startsWith("the exporter is shutting down");
            assertThat(running.prober.starts()).isZero();
        }
    }

    private static void awaitHeld(RunningServer running) throws Exception {
        Conditions.until(() -> running.heldProbes() == 1);
    }
}
