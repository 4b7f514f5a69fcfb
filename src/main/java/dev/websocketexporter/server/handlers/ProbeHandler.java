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
import dev.websocketexporter.server.recording.History;
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
import org.jspecify.annotations.Nullable;

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
        RequestClient client = ClientConnector.clientOf(context.req());
        Answer answer = parameters.flag("debug")
                ? new Answer(ProbeHandler::debugText, pool())
                : new Answer(ProbeHandler::exposition, client::answerSoon);
        probe(context, parameters, answer);
    }

    /**
     * The same with an answer of another form.
     *
     * @param text runs on the pool
     */
    public void probe(Context context, QueryParameters parameters, Text text) throws HttpErrorException {
        probe(context, parameters, new Answer(text, pool()));
    }

    private void probe(Context context, QueryParameters parameters, Answer answer) throws HttpErrorException {
        ProbeRequest request = new ProbeParameters(
                        configuration.get(), timeoutOffset, recorder.metrics()::moduleUnknown)
                .read(parameters, scrapeTimeouts(context));
        refuseForbiddenHost(request);
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
                            History.Entry kept = recorder.record(result, pool());
                            answer(context, result, kept, answer.text());
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
    public interface Text {
        /**
         * Answers.
         *
         * @param kept what the history has of the probe; absent: nothing
         */
        void write(Context context, ProbeResult result, History.@Nullable Entry kept);
    }

    private static void answer(Context context, ProbeResult result, History.@Nullable Entry kept, Text text) {
        if (result.outcome() instanceof Outcome.Forbidden forbidden) {
            Answers.refuse(context, HttpStatus.FORBIDDEN, forbidden.detail());
        } else if (result.outcome() instanceof Outcome.Cancelled) {
            Answers.refuse(
                    context,
                    CLIENT_CLOSED_REQUEST,
                    "the probe was cancelled, since the client closed its side of the connection"
                            + " or the exporter is being stopped (expected: a connection that stays open)");
        } else {
            text.write(context, result, kept);
        }
    }

    private static void exposition(Context context, ProbeResult result, History.@Nullable Entry kept) {
        Answers.metrics(context, format -> ProbeExposition.utf8(result, format));
    }

    private static void debugText(Context context, ProbeResult result, History.@Nullable Entry kept) {
        Answers.ok(context, Answers.PLAIN, debugText(result));
    }

    static String debugText(ProbeResult result) {
        return DebugText.of(result, ConfigurationYaml.render(result.request().module()));
    }
}
