package dev.websocketexporter.engine;

import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.Prober;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs a probe to its end. */
final class Probing {
    private Probing() {}

    /** The result, when the socket has gone too. */
    static ProbeResult end(Prober prober, ProbeRequest request) {
        return end(prober.start(request));
    }

    static ProbeResult end(Prober.Handle running) {
        try {
            ProbeResult result = running.result().toCompletableFuture().get(20, TimeUnit.SECONDS);
            running.released().toCompletableFuture().get(5, TimeUnit.SECONDS);
            return result;
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError("the probe did not end: " + e, e);
        }
    }
}
