package dev.websocketexporter.bench;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Plays one wall: so many probes at once, the next ones when all of them have ended, at most every two seconds. */
final class WallAttack {
    private static final Duration EVERY = Duration.ofSeconds(2);

    private final HttpClient client = HttpClient.newHttpClient();
    private final int port;
    private final Wall wall;

    WallAttack(int port, Wall wall) {
        this.port = port;
        this.wall = wall;
    }

    /**
     * Completes with the number of probes that were answered.
     *
     * @param until no batch begins after it, by {@link System#nanoTime}
     */
    CompletableFuture<Integer> until(long until) {
        return batches(until, 0);
    }

    private CompletableFuture<Integer> batches(long until, int before) {
        long begun = System.nanoTime();
        // Without an answer, the process has ended: that is looked at after the round.
        List<CompletableFuture<Integer>> batch = IntStream.range(0, wall.atOnce())
                .mapToObj(i -> client.sendAsync(request(i), BodyHandlers.discarding())
                        .handle((answer, failure) -> failure == null ? 1 : 0))
                .toList();
        return CompletableFuture.allOf(batch.toArray(new CompletableFuture<?>[0]))
                .thenCompose(ended -> {
                    int answered = before
                            + batch.stream().mapToInt(CompletableFuture::join).sum();
                    long next = begun + EVERY.toNanos();
                    if (next >= until) {
                        return CompletableFuture.completedFuture(answered);
                    }
                    Executor later = CompletableFuture.delayedExecutor(next - System.nanoTime(), TimeUnit.NANOSECONDS);
                    return CompletableFuture.supplyAsync(() -> answered, later).thenCompose(all -> batches(until, all));
                });
    }

    private HttpRequest request(int number) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + wall.path(number)))
                .build();
    }
}
