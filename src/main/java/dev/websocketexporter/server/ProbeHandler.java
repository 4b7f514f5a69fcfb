package dev.websocketexporter.server;

import dev.websocketexporter.config.Configuration;
import dev.websocketexporter.config.ConfigurationYaml;
import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.ProbeResult.Outcome;
import dev.websocketexporter.probe.Prober;
import dev.websocketexporter.probe.Ticker;
import dev.websocketexporter.render.DebugText;
import dev.websocketexporter.render.ExpositionFormat;
import dev.websocketexporter.render.ProbeExposition;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * {@code /probe}: checks what is asked, has it probed, and answers. No thread waits for a probe, and none is asked twice:
 * the selector's thread reads the request, starts the probe and, once that has ended, answers. It must not block; what
 * takes long or may block (debug texts, the log) goes to the pool. Nothing is done on the threads of the prober, which
 * time other probes.
 */
final class ProbeHandler {
    /** nginx's word for it; who has only half-closed the connection can read it. */
    private static final HttpStatus CLIENT_CLOSED_REQUEST = HttpStatus.forStatus(499);

    /** Left to a probe that was held back for too long, since no budget may be empty. */
    private static final Duration SHORTEST_BUDGET = Duration.ofMillis(1);

    private final Supplier<Configuration> configuration;
    private final Duration timeoutOffset;
    private final ConcurrencyLimiter slots;
    private final ProbeRecorder notes;
    private final HoldBack holdBack;
    private final Executor executor;

    ProbeHandler(
            Supplier<Configuration> configuration,
            Duration timeoutOffset,
            ConcurrencyLimiter slots,
            ProbeRecorder notes,
            HoldBack holdBack,
            Executor executor) {
        this.configuration = configuration;
        this.timeoutOffset = timeoutOffset;
        this.slots = slots;
        this.notes = notes;
        this.holdBack = holdBack;
        this.executor = executor;
    }

    /**
     * What probes wait for while the exporter starts.
     *
     * @param startUp tells when
     * @param scheduler bounds the wait
     * @param ticker measures it: it is part of the budget
     */
    record HoldBack(ReadinessGate startUp, Scheduler scheduler, Ticker ticker) {}

    void probe(Context context) throws HttpErrorException {
        QueryParameters parameters = QueryParameters.parse(context.queryString());
        ProbeRequest request = new ProbeParameters(configuration.get(), timeoutOffset, notes.metrics()::moduleUnknown)
                .read(parameters, scrapeTimeouts(context));
        refuseForbiddenHost(request);
        ClientConnection client = ClientConnector.connectionOf(context);
        Answer answer = parameters.flag("debug")
                ? new Answer(ProbeHandler::debugText, executor)
                : new Answer(ProbeHandler::exposition, client::answerSoon);
        if (holdBack.startUp().isOver()) {
            Prober.Handle running = slots.start(request);
            context.future(() -> answered(context, running, answer));
        } else {
            context.future(
                    () -> heldBack(request).thenComposeAsync(late -> startedLate(late, context, answer), executor));
        }
    }

    private CompletableFuture<Void> answered(Context context, Prober.Handle running, Answer answer) {
        ClientConnection client = ClientConnector.connectionOf(context);
        client.watch(running::cancel);
        return running.result()
                .thenAcceptAsync(
                        result -> {
                            client.unwatch();
                            notes.take(result, executor);
                            answer(context, result, answer.text());
                        },
                        answer.executor())
                .toCompletableFuture();
    }

    /** The request, once it may be started, with what is left of its budget. */
    private CompletableFuture<ProbeRequest> heldBack(ProbeRequest request) {
        long since = holdBack.ticker().read();
        return holdBack.startUp().hold(request.budget(), holdBack.scheduler()).thenApply(over -> {
            Duration left = request.budget().minusNanos(holdBack.ticker().read() - since);
            return new ProbeRequest(
                    request.target(),
                    request.module(),
                    request.hostOverride(),
                    request.policy(),
                    left.compareTo(SHORTEST_BUDGET) < 0 ? SHORTEST_BUDGET : left);
        });
    }

    private CompletableFuture<Void> startedLate(ProbeRequest request, Context context, Answer answer) {
        try {
            return answered(context, slots.start(request), answer);
        } catch (HttpErrorException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /**
     * How a probe is answered.
     *
     * @param executor where
     */
    private record Answer(Text text, Executor executor) {}

    /** How a probe that came to a verdict is shown. */
    private interface Text {
        void write(Context context, ProbeResult result);
    }

    private static List<String> scrapeTimeouts(Context context) {
        return Collections.list(context.req().getHeaders(TimeBudget.HEADER));
    }

    private void refuseForbiddenHost(ProbeRequest request) throws HttpErrorException {
        String refusal = request.policy().refusalOfHost(request.target());
        if (refusal != null) {
            notes.metrics().probeRejected(ExporterMetrics.Rejection.POLICY);
            throw HttpErrorException.forbidden(refusal);
        }
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
        ExpositionFormat format = ExpositionFormat.negotiate(context.header("Accept"));
        context.res().addHeader("Vary", "Accept");
        Answers.ok(context, format.contentType(), ProbeExposition.utf8(result, format));
    }

    private static void debugText(Context context, ProbeResult result) {
        Answers.ok(context, Answers.PLAIN, debugText(result));
    }

    static String debugText(ProbeResult result) {
        return DebugText.of(result, ConfigurationYaml.render(result.request().module()));
    }
}
