package dev.websocketexporter.bench;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Plays one wall: so many probes at once, the next ones when all of them have ended, at most every two seconds. */
final class WallAttack {
    private static final Duration EVERY = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HttpClient client;
    private final WallAccess access;
    private final Wall wall;
    private final List<WallAnswer> answers = new ArrayList<>();

    WallAttack(WallAccess access, Wall wall) {
        this.client = access.client().version(HttpClient.Version.HTTP_1_1).build();
        this.access = access;
        this.wall = wall;
    }

    /**
     * Completes with the answers.
     *
     * @param until no batch begins after it, by {@link System#nanoTime}
     */
    CompletableFuture<List<WallAnswer>> until(long until) {
        long begun = System.nanoTime();
        List<CompletableFuture<WallAnswer>> batch =
                IntStream.range(0, wall.atOnce()).mapToObj(this::ask).toList();
        return CompletableFuture.allOf(batch.toArray(new CompletableFuture<?>[0]))
                .thenCompose(ended -> {
                    batch.forEach(answer -> answers.add(answer.join()));
                    long now = System.nanoTime();
                    long next = Math.max(now, begun + EVERY.toNanos());
                    if (next - until >= 0) {
                        return CompletableFuture.completedFuture(answers);
                    }
                    Executor later = CompletableFuture.delayedExecutor(next - now, TimeUnit.NANOSECONDS);
                    return CompletableFuture.runAsync(() -> {}, later).thenCompose(nothing -> until(until));
                });
    }

    private CompletableFuture<WallAnswer> ask(int number) {
        HttpRequest request =
                access.request(wall.path(number)).timeout(PATIENCE).build();
        long asked = System.nanoTime();
        return client.sendAsync(request, BodyHandlers.ofString()).handle((answer, failure) -> {
            Duration took = Duration.ofNanos(System.nanoTime() - asked);
            return failure == null ? WallAnswer.of(answer, took) : WallAnswer.none(took);
        });
    }
}
