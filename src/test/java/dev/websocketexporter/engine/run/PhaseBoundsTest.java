package dev.websocketexporter.engine.run;

import static dev.websocketexporter.engine.SlowMachine.ANSWERING;
import static dev.websocketexporter.engine.SlowMachine.SENDING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.engine.ServerFrames;
import dev.websocketexporter.engine.SlowMachine;
import dev.websocketexporter.engine.frames.PerMessageDeflate.AgreedCompression;
import dev.websocketexporter.engine.session.ClosePhase;
import dev.websocketexporter.engine.session.Session;
import dev.websocketexporter.engine.tls.TlsContexts;
import dev.websocketexporter.engine.tls.TlsEngine;
import dev.websocketexporter.engine.tls.TlsPhase;
import dev.websocketexporter.engine.tls.Verification;
import dev.websocketexporter.engine.upgrade.UpgradeAnswer;
import dev.websocketexporter.engine.upgrade.UpgradePhase;
import dev.websocketexporter.engine.values.FileReads;
import dev.websocketexporter.engine.values.RequestFields;
import dev.websocketexporter.engine.values.ValueReader;
import dev.websocketexporter.engine.work.ManualRunner;
import dev.websocketexporter.probe.module.ProbeModule;
import dev.websocketexporter.probe.module.TlsSettings;
import dev.websocketexporter.probe.module.TlsVersion;
import dev.websocketexporter.probe.module.Value;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.testkit.CertificateRecipe;
import dev.websocketexporter.testkit.TestIdentity;
import dev.websocketexporter.tls.CrlSource;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.ssl.SslHandler;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Where phases begin and end: at the system call that sends, and when the event loop woke to the answer. The exporter's own
 * work before and after is no part of them.
 */
class PhaseBoundsTest {
    private static final Duration ON_THE_WIRE = SENDING.plus(ANSWERING);
    private static final Duration JUDGING = Duration.ofMillis(7);
    private static final Duration AFTERWARDS = Duration.ofMinutes(1);

    @Test
    void upgradeIsFromItsRequestAtTheSocketToTheAnswerThatWokeTheLoop() {
        try (SlowMachine machine = SlowMachine.probing("ws://a.example/", ProbeModule.withDefaults("m"))) {
            ProbeRun run = machine.run();
            CompletableFuture<UpgradeAnswer> answered = run.phase(
                    Phase.UPGRADE,
                    () -> new UpgradePhase("ua").request(run.context(), new RequestFields(List.of(), null)));
            machine.answer(Unpooled.copiedBuffer(
                    "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", StandardCharsets.US_ASCII));
            assertThat(answered).isCompletedExceptionally();
            assertThat(run.context().clock().durations()).containsEntry(Phase.UPGRADE, ON_THE_WIRE);
        }
    }

    @Test
    void closeIsFromOurCloseAtTheSocketToTheirsThatWokeTheLoop() {
        try (SlowMachine machine = SlowMachine.probing("ws://a.example/", ProbeModule.withDefaults("m"))) {
            ProbeRun run = machine.run();
            Session session = Session.over(run.context(), AgreedCompression.NONE);
            CompletableFuture<@Nullable Void> shaken =
                    run.phase(Phase.CLOSE, () -> new ClosePhase().shake(run.context(), session));
            machine.answer(Unpooled.wrappedBuffer(ServerFrames.close(1000, "")));
            assertThat(shaken).isCompleted();
            assertThat(run.context().clock().durations()).containsEntry(Phase.CLOSE, ON_THE_WIRE);
        }
    }

    /** Then there is nothing to wait for: what they said came before the phase began. */
    @Test
    void closeThatTheServerBeganTakesNoTime() {
        try (SlowMachine machine = SlowMachine.probing("ws://a.example/", ProbeModule.withDefaults("m"))) {
            ProbeRun run = machine.run();
            Session session = Session.over(run.context(), AgreedCompression.NONE);
            machine.answer(Unpooled.wrappedBuffer(ServerFrames.close(1000, "")));
            machine.pass(AFTERWARDS);
            CompletableFuture<@Nullable Void> shaken =
                    run.phase(Phase.CLOSE, () -> new ClosePhase().shake(run.context(), session));
            assertThat(shaken).isCompleted();
            assertThat(run.context().clock().durations()).containsEntry(Phase.CLOSE, Duration.ZERO);
        }
    }

    @ParameterizedTest
    @EnumSource(TlsEngine.class)
    void tlsIsFromTheClientHelloAtTheSocketToTheJudgementOfTheCertificate(TlsEngine engine) {
        TestIdentity root = CertificateRecipe.ca("Root").selfSigned();
        TestIdentity leaf = CertificateRecipe.leaf("a.example").signedBy(root);
        ManualRunner pool = new ManualRunner();
        BlockingExecutor cryptography = new BlockingExecutor(pool);
        FileReads files = new FileReads(pool, pool, () -> 0);
        EmbeddedChannel server = server(leaf.serverContext());
        try (SlowMachine machine = SlowMachine.probing("wss://a.example/", trusting(root));
                TlsContexts contexts = new TlsContexts(engine, cryptography, new ValueReader(files))) {
            ProbeRun run = machine.run();
            TlsPhase tls = new TlsPhase(
                    contexts, new Verification(cryptography, files, new CompletableFuture<>(), Clock.systemUTC()));
            CompletableFuture<@Nullable CrlSource> verified = run.phase(
                    Phase.TLS, () -> tls.handshake(run.context(), () -> CompletableFuture.completedFuture(null)));
            pool.runNext();
            machine.channel().runPendingTasks();
            machine.speedUp();
            server.writeInbound(sentBy(machine.channel()));
            machine.answer(sentBy(server));
            assertThat(run.context().clock().elapsed()).isEqualTo(ON_THE_WIRE.toNanos());
            machine.pass(JUDGING);
            pool.runNext();
            machine.channel().runPendingTasks();
            machine.pass(AFTERWARDS);
            assertThat(verified).isCompleted();
            assertThat(run.context().clock().durations()).containsEntry(Phase.TLS, ON_THE_WIRE.plus(JUDGING));
        } finally {
            server.finishAndReleaseAll();
        }
    }

    private static ProbeModule trusting(TestIdentity root) {
        Value anchor = new Value.Plain(root.certificatePem());
        return ProbeModule.withDefaults("m")
                .with(new TlsSettings(anchor, null, null, null, false, TlsVersion.TLS12, TlsVersion.TLS13, false));
    }

    private static EmbeddedChannel server(SSLContext context) {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        return new EmbeddedChannel(new SslHandler(engine));
    }

    private static ByteBuf sentBy(EmbeddedChannel channel) {
        ByteBuf all = Unpooled.buffer();
        for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
            all.writeBytes(part);
            part.release();
        }
        return all;
    }
}
