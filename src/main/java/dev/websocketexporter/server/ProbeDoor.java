package dev.websocketexporter.server;

import dev.websocketexporter.config.Configuration;
import dev.websocketexporter.config.ConfigurationYaml;
import dev.websocketexporter.probe.Outcome;
import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.Prober;
import dev.websocketexporter.render.DebugText;
import dev.websocketexporter.render.ExpositionFormat;
import dev.websocketexporter.render.ProbeExposition;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * {@code /probe}: checks what is asked, has it probed, and answers. No thread waits for a probe; the answer is made on
 * a thread of the server, never on one of the prober.
 */
final class ProbeDoor {
    /** nginx's word for it; who has only half-closed the connection can read it. */
    private static final HttpStatus CLIENT_CLOSED_REQUEST = HttpStatus.forStatus(499);

    private final Supplier<Configuration> configuration;
    private final Duration timeoutOffset;
    private final ProbeSlots slots;
    private final ProbeNotes notes;
    private final Executor executor;

    ProbeDoor(
            Supplier<Configuration> configuration,
            Duration timeoutOffset,
            ProbeSlots slots,
            ProbeNotes notes,
            Executor executor) {
        this.configuration = configuration;
        this.timeoutOffset = timeoutOffset;
        this.slots = slots;
        this.notes = notes;
        this.executor = executor;
    }

    void probe(Context context) throws RefusedException {
        QueryParameters parameters = QueryParameters.parse(context.queryString());
        ProbeRequest request = new ProbeParameters(configuration.get(), timeoutOffset, notes.metrics()::moduleUnknown)
                .read(parameters, scrapeTimeouts(context));
        refuseForbiddenHost(request);
        Answer answer = parameters.flag("debug") ? ProbeDoor::debugText : ProbeDoor::exposition;
        Prober.Running running = slots.start(request);
        ClientConnection client = ClientConnector.connectionOf(context);
        client.watch(running::cancel);
        context.future(() -> running.result()
                .thenAcceptAsync(
                        result -> {
                            client.unwatch();
                            notes.take(result);
                            answer(context, result, answer);
                        },
                        executor)
                .toCompletableFuture());
    }

    /** How a probe that came to a verdict is shown. */
    private interface Answer {
        void write(Context context, ProbeResult result);
    }

    private static List<String> scrapeTimeouts(Context context) {
        return Collections.list(context.req().getHeaders(TimeBudget.HEADER));
    }

    private void refuseForbiddenHost(ProbeRequest request) throws RefusedException {
        String refusal = request.policy().refusalOfHost(request.target());
        if (refusal != null) {
            notes.metrics().probeRejected(ExporterMetrics.Rejection.POLICY);
            throw RefusedException.forbidden(refusal);
        }
    }

    private static void answer(Context context, ProbeResult result, Answer answer) {
        if (result.outcome() instanceof Outcome.Forbidden forbidden) {
            Answers.refuse(context, HttpStatus.FORBIDDEN, forbidden.detail());
        } else if (result.outcome() instanceof Outcome.Cancelled) {
            Answers.refuse(
                    context,
                    CLIENT_CLOSED_REQUEST,
                    "the probe was cancelled, since the client closed its side of the connection"
                            + " or the exporter is being stopped (expected: a connection that stays open)");
        } else {
            answer.write(context, result);
        }
    }

    private static void exposition(Context context, ProbeResult result) {
        ExpositionFormat format = ExpositionFormat.negotiate(context.header("Accept"));
        context.res().addHeader("Vary", "Accept");
        Answers.ok(context, format.contentType(), ProbeExposition.text(result, format));
    }

    private static void debugText(Context context, ProbeResult result) {
        Answers.ok(context, Answers.PLAIN, debugText(result));
    }

    static String debugText(ProbeResult result) {
        return DebugText.of(result, ConfigurationYaml.render(result.request().module()));
    }
}
