package dev.websocketexporter.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.engine.loop.Transport;
import dev.websocketexporter.engine.tls.TlsEngine;
import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.Prober;
import dev.websocketexporter.probe.module.Credentials;
import dev.websocketexporter.probe.module.ProbeModule;
import dev.websocketexporter.probe.module.TlsSettings;
import dev.websocketexporter.probe.module.Value;
import dev.websocketexporter.probe.value.Secret;
import dev.websocketexporter.testkit.Conditions;
import dev.websocketexporter.testkit.Peer;
import dev.websocketexporter.testkit.RequestHead;
import dev.websocketexporter.testkit.Script;
import dev.websocketexporter.testkit.ScriptedServer;
import dev.websocketexporter.testkit.UpgradeAnswer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Probes that need the same OAuth2 token at the same time. */
@Timeout(60)
@ExtendWith(LeakWatch.class)
class OAuthSharingIT {
    private static final int PROBES = 8;
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    private Path directory;

    private final Recording target = new Recording();
    private final AtomicInteger fetches = new AtomicInteger();
    private final CountDownLatch answer = new CountDownLatch(1);
    private GridWorld world;
    private NettyProber prober;
    private Stage stage;

    @BeforeEach
    void start() throws IOException {
        world = new GridWorld(directory);
        prober = new NettyProber(world.settings(Transport.preferred(), TlsEngine.preferred()));
        stage = new Stage(world);
    }

    @AfterEach
    void stop() throws IOException {
        answer.countDown();
        stage.close();
        prober.close();
        world.close();
    }

    @Test
    void shareOneFetch() throws Exception {
        asking(tokens());
        ProbeRequest request = wanting(target.upgrading());
        List<Prober.Handle> probes = startAll(request);

        awaitWaiting(request);
        answer.countDown();

        assertThat(probes)
                .allSatisfy(probe -> assertThat(Probing.end(probe).failure()).isNull());
        assertThat(fetches).hasValue(1);
        assertThat(bearers()).hasSize(PROBES).containsOnly("Bearer t1");
    }

    @Test
    void shareTheFailureOfOne() throws Exception {
        asking(peer -> {
            peer.readHead();
            fetches.incrementAndGet();
            await(answer);
            peer.send("HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n");
        });
        ProbeRequest request = wanting(target.upgrading());
        List<Prober.Handle> probes = startAll(request);

        awaitWaiting(request);
        answer.countDown();

        assertThat(probes)
                .allSatisfy(
                        probe -> assertThat(String.valueOf(Probing.end(probe).failure()))
                                .startsWith("auth/authentication_setup: ")
                                .contains("status 500"));
        assertThat(fetches).hasValue(1);
    }

    @Test
    void goOnWhenTheOneThatBeganIsCancelled() throws Exception {
        asking(tokens());
        ProbeRequest request = wanting(target.upgrading());
        Prober.Handle first = prober.start(request);
        awaitFetches(1);
        Prober.Handle second = prober.start(request);
        awaitWaiting(request, 2);

        first.cancel();
        first.released().toCompletableFuture().get(10, TimeUnit.SECONDS);
        answer.countDown();

        assertThat(Probing.end(second).failure()).isNull();
        assertThat(fetches).hasValue(1);
    }

    @Test
    void eachHaveTheirOwnDeadline() throws Exception {
        asking(tokens());
        ProbeRequest patient = wanting(target.upgrading());
        ProbeRequest hasty =
                new ProbeRequest(patient.target(), patient.module(), null, patient.policy(), Duration.ofMillis(300));

        Prober.Handle first = prober.start(hasty);
        awaitFetches(1);
        Prober.Handle second = prober.start(patient);
        ProbeResult late = Probing.end(first);
        answer.countDown();

        assertThat(String.valueOf(late.failure())).startsWith("auth/timeout: ");
        assertThat(Probing.end(second).failure()).isNull();
        assertThat(fetches.get()).isLessThanOrEqualTo(2);
    }

    @Test
    void beginANewFetchWhenNobodyWaitedForTheLast() throws Exception {
        asking(tokens());
        ProbeRequest request = wanting(target.upgrading());
        Prober.Handle first = prober.start(request);
        awaitFetches(1);
        first.cancel();
        first.released().toCompletableFuture().get(10, TimeUnit.SECONDS);
        answer.countDown();

        assertThat(Probing.end(prober, request).failure()).isNull();
        assertThat(fetches).hasValue(2);
    }

    @Test
    void aServerThatRefusesEveryTokenIsAskedTwice() throws Exception {
        answer.countDown();
        asking(tokens());
        Probing.end(prober, wanting(target.upgrading()));

        ProbeResult refused =
                Probing.end(prober, stage.plain(target.answering(head -> "HTTP/1.1 401 Unauthorized\r\n\r\n")));

        assertThat(String.valueOf(refused.failure())).startsWith("processing/unexpected_status: ");
        assertThat(bearers()).containsExactly("Bearer t1", "Bearer t1", "Bearer t2");
    }

    @Test
    void aLateRefusalOfAnOldTokenLeavesTheNewerOneInPlace() throws Exception {
        answer.countDown();
        asking(tokens());
        Probing.end(prober, wanting(target.upgrading()));
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch renewed = new CountDownLatch(1);
        Prober.Handle late = prober.start(stage.plain(peer -> {
            asked.countDown();
            await(renewed);
            refuseTheFirst(peer);
        }));
        await(asked);
        ProbeResult quick = Probing.end(prober, stage.plain(OAuthSharingIT::refuseTheFirst));
        renewed.countDown();

        assertThat(quick.failure()).isNull();
        assertThat(Probing.end(late).failure()).isNull();
        assertThat(fetches).hasValue(2);
    }

    private static void refuseTheFirst(Peer peer) throws IOException {
        RequestHead head = peer.readHead();
        peer.send(
                head.headers("Authorization").contains("Bearer t1")
                        ? "HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n"
                        : UpgradeAnswer.to(head).text());
    }

    @Test
    void manyWhoseTokenIsRefusedAtOnceShareTheRenewal() throws Exception {
        answer.countDown();
        asking(tokens());
        Probing.end(prober, wanting(target.upgrading()));
        CountDownLatch allAsked = new CountDownLatch(PROBES);
        List<Prober.Handle> probes = startAll(stage.plain(peer -> {
            RequestHead head = peer.readHead();
            boolean stale = head.headers("Authorization").contains("Bearer t1");
            if (stale) {
                allAsked.countDown();
                await(allAsked);
            }
            peer.send(
                    stale
                            ? "HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n"
                            : UpgradeAnswer.to(head).text());
        }));

        assertThat(probes)
                .allSatisfy(probe -> assertThat(Probing.end(probe).failure()).isNull());
        assertThat(fetches.get()).as("not one for each probe").isLessThan(PROBES);
    }

    private Script tokens() {
        return peer -> {
            peer.readHead();
            int number = fetches.incrementAndGet();
            await(answer);
            String body = "{\"access_token\":\"t" + number + "\",\"expires_in\":3600}";
            peer.send("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
        };
    }

    private ScriptedServer tokenServer;
    private ScriptedServer targetServer;

    private void asking(Script script) throws IOException {
        tokenServer = stage.server(ScriptedServer.plain(script));
        stage.credentials(new Credentials.OAuth2(
                "me",
                new Value.Hidden(new Secret("s3cret")),
                URI.create("http://127.0.0.1:" + tokenServer.port() + "/token"),
                List.of(),
                Map.of(),
                TlsSettings.DEFAULT));
    }

    private List<Prober.Handle> startAll(ProbeRequest request) {
        List<Prober.Handle> probes = new ArrayList<>();
        for (int i = 0; i < PROBES; i++) {
            probes.add(prober.start(request));
        }
        return probes;
    }

    /** All wait for the token: the probes that end after they were connected show that their loops came to it. */
    private void awaitWaiting(ProbeRequest request) throws IOException {
        awaitWaiting(request, PROBES);
    }

    /** Each loop has ended a probe that came after those: so they are at the token, and not only connected. */
    private void awaitWaiting(ProbeRequest request, int probes) throws IOException {
        awaitFetches(1);
        awaitConnections(probes);
        ProbeRequest marker = new ProbeRequest(
                stage.plain(Peer::upgrade).target(),
                ProbeModule.withDefaults("marker"),
                null,
                request.policy(),
                request.budget());
        for (int i = 0; i < PROBES; i++) {
            assertThat(Probing.end(prober, marker).failure()).isNull();
        }
    }

    private void awaitFetches(int number) {
        Conditions.await(SOON, () -> fetches.get() >= number, () -> fetches + " fetches");
    }

    private void awaitConnections(int number) {
        Conditions.await(SOON, () -> targetServer.accepted() >= number, () -> targetServer.accepted() + " connections");
    }

    private ProbeRequest wanting(Script script) throws IOException {
        targetServer = stage.server(ScriptedServer.plain(script));
        return stage.request("ws://127.0.0.1:" + targetServer.port() + "/");
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<String> bearers() {
        return target.heads().stream()
                .flatMap(head -> head.headers("Authorization").stream())
                .toList();
    }
}
