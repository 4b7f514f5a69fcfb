package dev.websocketexporter.server.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.config.ReloadResult;
import dev.websocketexporter.server.Conditions;
import dev.websocketexporter.server.RawClient;
import dev.websocketexporter.server.RunningServer;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class DispatchHandlerIT {
    /** More than the server has threads. */
    private static final int MANY = 2 * Runtime.getRuntime().availableProcessors() + 32;

    private static final String NO_TARGET = RawClient.request("/probe");

    private RunningServer running;

    @BeforeEach
    void start() {
        running = RunningServer.start();
        running.configuration.result.complete(new ReloadResult.NothingToReload());
    }

    @AfterEach
    void stop() {
        running.close();
    }

    /** What takes in a connection is none of the threads that handle requests. */
    @Test
    void stateIsToldOnNewConnectionsWhileEveryWorkerIsBusy() throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        try {
            CompletableFuture<?> reloads = keepEveryWorkerBusy(busy);

            for (String path : List.of("/-/healthy", "/healthz", "/livez", "/-/ready", "/readyz")) {
                try (RawClient client = new RawClient(running.address())) {
                    client.send(RawClient.request(path));
                    assertThat(client.readResponse()).startsWith("HTTP/1.1 200 ");
                }
            }
            assertThat(reloads).isNotDone();

            busy.countDown();
            reloads.get();
        } finally {
            busy.countDown();
        }
    }

    @Test
    void probesAreStartedAnsweredAndRefusedWhileEveryWorkerIsBusy() throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        try (RawClient client = connected()) {
            CompletableFuture<?> reloads = keepEveryWorkerBusy(busy);

            for (String headers : List.of("", "Accept-Encoding: gzip\r\n", "")) {
                client.send("GET /probe?target=ws://a.test HTTP/1.1\r\nHost: exporter\r\n" + headers + "\r\n");
                running.prober.next().succeed();
                assertThat(client.readResponse()).startsWith("HTTP/1.1 200 ");
            }
            client.send(NO_TARGET);
            assertThat(client.readResponse()).startsWith("HTTP/1.1 400 ");

            busy.countDown();
            reloads.get();
        } finally {
            busy.countDown();
        }
    }

    /** A stuck handler must never be on the thread that reads everybody's requests. */
    @Test
    void doorsThatMayBlockAreNotHandledByTheThreadThatReads() throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        running.configuration.onReload = () -> await(busy);
        CompletableFuture<HttpResponse<String>> reload = reloadLater();
        Conditions.until(() -> running.configuration.reloads.get() == 1);

        assertThat(running.get("/livez").statusCode()).isEqualTo(200);
        assertThat(reload).isNotDone();

        busy.countDown();
        assertThat(reload.get().statusCode()).isEqualTo(200);
    }

    /** One turn for each time that something comes: what is pipelined after it waits for a worker. */
    @Test
    void pipelinedRefusalsDoNotKeepTheThreadThatReads() throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        try (RawClient pipelining = connected();
                RawClient other = connected()) {
            CompletableFuture<?> reloads = keepEveryWorkerBusy(busy);
            pipelining.send(NO_TARGET.repeat(3));

            assertThat(pipelining.readResponse()).startsWith("HTTP/1.1 400 ");
            other.send(NO_TARGET);
            assertThat(other.readResponse()).startsWith("HTTP/1.1 400 ");
            assertThat(pipelining.hasMoreToRead()).isFalse();

            busy.countDown();
            assertThat(pipelining.readResponse()).startsWith("HTTP/1.1 400 ");
            assertThat(pipelining.readResponse()).startsWith("HTTP/1.1 400 ");
            reloads.get();
        } finally {
            busy.countDown();
        }
    }

    private RawClient connected() throws Exception {
        RawClient client = new RawClient(running.address());
        client.send(RawClient.request("/livez"));
        assertThat(client.readResponse()).startsWith("HTTP/1.1 200 ");
        return client;
    }

    private CompletableFuture<?> keepEveryWorkerBusy(CountDownLatch busy) throws Exception {
        running.configuration.onReload = () -> await(busy);
        List<CompletableFuture<HttpResponse<String>>> reloads = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            reloads.add(reloadLater());
        }
        Conditions.until(() -> running.configuration.reloads.get() == running.workers());
        return CompletableFuture.allOf(reloads.toArray(CompletableFuture[]::new));
    }

    private CompletableFuture<HttpResponse<String>> reloadLater() {
        return running.client.sendAsync(
                running.request("/-/reload")
                        .POST(java.net.http.HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
