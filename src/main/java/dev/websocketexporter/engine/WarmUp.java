package dev.websocketexporter.engine;

import com.google.re2j.Pattern;
import dev.websocketexporter.engine.warmup.LoopbackServer;
import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.Ticker;
import dev.websocketexporter.probe.module.Conversation;
import dev.websocketexporter.probe.module.Conversation.Expectation;
import dev.websocketexporter.probe.module.Conversation.Heartbeat;
import dev.websocketexporter.probe.module.Conversation.JsonValue;
import dev.websocketexporter.probe.module.Conversation.Payload;
import dev.websocketexporter.probe.module.Conversation.Step;
import dev.websocketexporter.probe.module.ProbeModule;
import dev.websocketexporter.probe.module.Template;
import dev.websocketexporter.probe.module.TlsSettings;
import dev.websocketexporter.probe.module.Value;
import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.probe.target.InvalidTargetException;
import dev.websocketexporter.probe.target.Target;
import dev.websocketexporter.probe.target.TargetPolicy;
import dev.websocketexporter.tls.SelfSignedIdentity;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;

/**
 * Probes the exporter's own server on the loopback interface, so that the first real probe does not measure a cold JVM
 * (which reports hundreds of milliseconds of TLS).
 */
public final class WarmUp {
    private static final int MAX_PROBES = 200;

    /** After so many, ws and wss, no class is loaded any more, and a TLS phase takes about as long as later ones. */
    private static final int WARM_PROBES = 20;

    /** The first loads the classes; the others meet what the first did not wait for. */
    private static final int FEW_PROBES = 3;

    /** The first probe may take this long: without it, the user's first one would measure a cold JVM. */
    private static final Duration FIRST_AT_LEAST = Duration.ofSeconds(5);

    /** Everything that a conversation may need, since it is long when it is cold. */
    private static final ProbeModule MODULE = ProbeModule.withDefaults("warm-up")
            .with(Conversation.NONE
                    .withSteps(List.of(
                            says("{\"warm\": \"up\"}"),
                            expects(new Expectation.Matching(Pattern.compile("\"warm\": \"(\\w+)\""))),
                            says("{\"warm\": \"${1}\"}"),
                            expects(new Expectation.Json(Map.of("/warm", new JsonValue.EqualTo("up"))))))
                    .with(new Heartbeat(1, Duration.ZERO, Duration.ofSeconds(5), 0)));

    /** The opening and the closing handshake alone. */
    private static final ProbeModule SILENT = ProbeModule.withDefaults("warm-up");

    private static final TargetPolicy POLICY = new TargetPolicy(List.of(), List.of());

    private final NettyProber prober;
    private final EngineSettings settings;
    private final Ticker ticker;

    private static Step says(String text) {
        Payload payload = new Payload.Text(Template.of(text, Template.Dialect.BRACED));
        return new Step(null, null, 0, payload, null, List.of());
    }

    private static Step expects(Expectation expectation) {
        return new Step(null, expectation, 0, null, null, List.of());
    }

    /** A warm-up of a prober that was built from these settings. */
    public WarmUp(NettyProber prober, EngineSettings settings) {
        this.prober = prober;
        this.settings = settings;
        this.ticker = settings.ticker();
    }

    /**
     * Probes wss and ws in turn, at least once, until the time is over or enough was done; blocks until then.
     *
     * @param atMost how long the probes may take; on a machine that is very slow or busy, the first may take longer
     * @param results is given each result, to warm what is done with it
     * @param warm is run once: when a real probe would not measure a cold JVM any more, at the latest before this
     *     returns; further probes only warm the compiler
     * @return how many probes were made
     * @throws IllegalStateException when such a probe failed for another reason than the end of the time
     */
    public int run(Duration atMost, Consumer<ProbeResult> results, Runnable warm) {
        SelfSignedIdentity identity = SelfSignedIdentity.create(settings.clock().instant());
        try (LoopbackServer server = LoopbackServer.start(settings.transport(), settings.tlsEngine(), identity)) {
            // The secure one first: it warms nearly all of the other too, and on a slow machine one is all there is
            // time for.
            List<Target> targets = List.of(Target.parse(server.secureUrl()), Target.parse(server.plainUrl()));
            String root = identity.issuerPem();
            // The time counts from here, not from the start of the server, which takes long on a slow machine.
            long end = ticker.read() + atMost.toNanos();
            int probes = 0;
            while (probes < MAX_PROBES) {
                Duration left = Duration.ofNanos(end - ticker.read());
                if (probes == 0 && left.compareTo(FIRST_AT_LEAST) < 0) {
                    left = FIRST_AT_LEAST;
                }
                if (left.isNegative()
                        || left.isZero()
                        || !probe(
                                targets.get(probes % targets.size()), MODULE.with(tls(probes, root)), left, results)) {
                    break;
                }
                probes++;
                if (probes == WARM_PROBES) {
                    warm.run();
                }
            }
            if (probes < WARM_PROBES) {
                warm.run();
            }
            return probes;
        } catch (SSLException | InvalidTargetException e) {
            throw new IllegalStateException("the warm-up's own server does not start", e);
        }
    }

    /**
     * The same for a process that makes few probes, whose user waits: only what the next probe needs, and so often that its
     * phases load no class any more. Blocks for as long.
     *
     * @param next is not sent
     * @throws IllegalStateException when such a probe failed for another reason than the end of the time
     */
    public void before(ProbeRequest next) {
        boolean secure = next.target().secure();
        SelfSignedIdentity identity =
                secure ? SelfSignedIdentity.create(settings.clock().instant()) : null;
        try (LoopbackServer server = identity == null
                ? LoopbackServer.startPlain(settings.transport())
                : LoopbackServer.start(settings.transport(), settings.tlsEngine(), identity)) {
            Target own = Target.parse(secure ? server.secureUrl() : server.plainUrl());
            String root = identity == null ? "" : identity.issuerPem();
            ProbeModule module = next.module().conversation().happens() ? MODULE : SILENT;
            for (int probes = 0; probes < FEW_PROBES; probes++) {
                if (!probe(own, module.with(tls(probes, root)), FIRST_AT_LEAST, result -> {})) {
                    return;
                }
            }
        } catch (SSLException | InvalidTargetException e) {
            throw new IllegalStateException("the warm-up's own server does not start", e);
        }
    }

    /**
     * The first waits for the runtime's trust store, which does not know the root. The others trust the root and ask
     * each for another name, so that a chain is examined anew as each user's target's is, as long as that serves
     * readiness.
     */
    private static TlsSettings tls(int probes, String root) {
        // Verified, but not refused: the certificate of the exporter's own server does not matter.
        TlsSettings lenient = TlsSettings.DEFAULT.withoutVerification();
        String name = "probe-" + Math.min(probes, WARM_PROBES) + ".localhost";
        return probes == 0 ? lenient : lenient.with(new Value.Plain(root), name);
    }

    /** Whether there is time for more. */
    private boolean probe(Target target, ProbeModule module, Duration budget, Consumer<ProbeResult> results) {
        ProbeResult result = prober.start(new ProbeRequest(target, module, null, POLICY, budget))
                .result()
                .toCompletableFuture()
                .join();
        if (isOutOfTime(result, budget)) {
            return false;
        }
        if (!result.successful()) {
            throw new IllegalStateException("probe of the warm-up's own server: " + result.outcome());
        }
        results.accept(result);
        return true;
    }

    /** Whether the time was over, whatever the probe waited for then: a thread of the exporter may be that, too. */
    static boolean isOutOfTime(ProbeResult result, Duration budget) {
        Failure failure = result.failure();
        return failure != null
                && (failure.reason() == Reason.TIMEOUT
                        || result.timings().total().compareTo(budget) >= 0);
    }
}
