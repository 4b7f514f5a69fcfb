package dev.websocketexporter.server.handlers;

import dev.websocketexporter.config.Configuration;
import dev.websocketexporter.config.ConfigurationYaml;
import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.ProbeResult.Outcome;
import dev.websocketexporter.probe.Prober;
import dev.websocketexporter.render.DebugText;
import dev.websocketexporter.render.ProbeExposition;
import dev.websocketexporter.server.connection.ClientConnector;
import dev.websocketexporter.server.connection.RequestClient;
import dev.websocketexporter.server.http.Answers;
import dev.websocketexporter.server.http.HttpErrorException;
import dev.websocketexporter.server.http.QueryParameters;
import dev.websocketexporter.server.recording.ExporterMetrics;
import dev.websocketexporter.server.recording.ProbeRecorder;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.eclipse.jetty.server.Server;

/**
 * {@code /probe}: checks the request, has the target probed, and answers. No thread waits for a probe, and few hand-overs
 * between threads are made: the selector's thread reads the request, starts the probe and, when the probe has ended,
 * answers. It must not block; what takes long or may block (debug texts, the log) goes to the pool. Nothing runs on the
 * threads of the prober, which time other probes.
 */
public final class ProbeHandler {
    /** The status of nginx for it; a client that has only half-closed the connection can read it. */
    private static final HttpStatus CLIENT_CLOSED_REQUEST = HttpStatus.forStatus(499);

    private final Supplier<Configuration> configuration;
    private final Duration timeoutOffset;
    private final ReadinessGate gate;
    private final ConcurrencyLimiter limiter;
    private final ProbeRecorder recorder;
    private final Server server;

    /**
     * The handler.
     *
     * @param timeoutOffset taken off the scrape timeout
     * @param server whose pool and timers it uses
     */
    public ProbeHandler(
            Supplier<Configuration> configuration,
            Duration timeoutOffset,
            ReadinessGate gate,
            ConcurrencyLimiter limiter,
            ProbeRecorder recorder,
            Server server) {
        this.configuration = configuration;
        this.timeoutOffset = timeoutOffset;
        this.gate = gate;
        this.limiter = limiter;
        this.recorder = recorder;
        this.server = server;
    }

    public void probe(Context context) throws HttpErrorException {
        QueryParameters parameters = QueryParameters.parse(context.queryString());
        ProbeRequest request = new ProbeParameters(
                        configuration.get(), timeoutOffset, recorder.metrics()::moduleUnknown)
                .read(parameters, scrapeTimeouts(context));
        refuseForbiddenHost(request);
        RequestClient client = ClientConnector.clientOf(context.req());
        Answer answer = parameters.flag("debug")
                ? new Answer(ProbeHandler::debugText, pool())
                : new Answer(ProbeHandler::exposition, client::answerSoon);
        if (gate.isOpen()) {
            Prober.Handle running = limiter.start(request);
            context.future(() -> answered(context, running, answer));
        } else {
            context.future(() -> gate.hold(request, server.getScheduler())
                    .thenComposeAsync(late -> startedLate(late, context, answer), pool()));
        }
    }

    private static List<String> scrapeTimeouts(Context context) {
        return Collections.list(context.req().getHeaders(TimeBudget.HEADER));
    }

    private void refuseForbiddenHost(ProbeRequest request) throws HttpErrorException {
        String refusal = request.policy().refusalOfHost(request.target());
        if (refusal != null) {
            recorder.metrics().probeRejected(ExporterMetrics.Rejection.POLICY);
            throw HttpErrorException.forbidden(refusal);
        }
    }

    private Executor pool() {
        return server.getThreadPool();
    }

    private CompletableFuture<Void> startedLate(ProbeRequest request, Context context, Answer answer) {
        try {
            return answered(context, limiter.start(request), answer);
        } catch (HttpErrorException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private CompletableFuture<Void> answered(Context context, Prober.Handle running, Answer answer) {
        RequestClient client = ClientConnector.clientOf(context.req());
        client.watch(running::cancel);
        return running.result()
                .thenAcceptAsync(
                        result -> {
                            client.unwatch();
                            recorder.record(result, pool());
                            answer(context, result, answer.text());
                        },
                        answer.executor())
                .toCompletableFuture();
    }

    /**
     * How a probe is answered.
     *
     * @param executor where
     */
    private record Answer(Text text, Executor executor) {}

    /** How a probe that ended by itself is shown. */
    private interface Text {
        void write(Context context, ProbeResult result);
    }

    private static void answer(Context context, ProbeResult result, Text text) {
        if (result.outcome() instanceof Outcome.Forbidden forbidden) {
            Answers.refuse(context, HttpStatus.FORBIDDEN, forbidden.detail());
        } else if (result.outcome() instanceof Outcome.Cancelled) {
            Answers.refuse(
                    context,
                    CLIENT_CLOSED_REQUEST,
                    "the probe was cancelled, since the client closed its side of the connection"
                            + " or the exporter is being stopped (expected: a connection that stays open)");
        } else {
            text.write(context, result);
        }
    }

    private static void exposition(Context context, ProbeResult result) {
        Answers.metrics(context, format -> ProbeExposition.utf8(result, format));
    }

    private static void debugText(Context context, ProbeResult result) {
        Answers.ok(context, Answers.PLAIN, debugText(result));
    }

    static String debugText(ProbeResult result) {
        return DebugText.of(result, ConfigurationYaml.render(result.request().module()));
    }
}
