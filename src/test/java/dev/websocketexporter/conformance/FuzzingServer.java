package dev.websocketexporter.conformance;

import dev.websocketexporter.conformance.Negotiation.Agreement;
import dev.websocketexporter.testkit.Peer;
import dev.websocketexporter.testkit.RequestHead;
import dev.websocketexporter.testkit.ScriptedServer;
import dev.websocketexporter.testkit.UpgradeAnswer;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Plays one case with one client, over a socket and without a WebSocket library. */
public final class FuzzingServer {
    /** How long the longest case may take on a busy machine; a client that hangs is reported after this. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ConformanceCase conformanceCase;
    private final CompletableFuture<Void> verdict = new CompletableFuture<>();
    private volatile @Nullable Dialogue dialogue;

    private FuzzingServer(ConformanceCase conformanceCase) {
        this.conformanceCase = conformanceCase;
    }

    /** Returns when the client answered as it has to and its connection is over. */
    public static void judge(ConformanceCase conformanceCase, EchoClient client) throws IOException {
        new FuzzingServer(conformanceCase).judge(client);
    }

    private void judge(EchoClient client) throws IOException {
        try (ScriptedServer server = ScriptedServer.plain(this::play)) {
            CompletableFuture<?> over = client.echo("ws://127.0.0.1:" + server.port() + "/", conformanceCase.offer());
            over.whenComplete((ignored, failure) -> {
                if (failure != null) {
                    verdict.completeExceptionally(new AssertionError("the client failed: " + failure, failure));
                }
            });
            await(verdict);
            await(over);
        }
    }

    private void await(CompletableFuture<?> future) {
        try {
            future.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError(conformanceCase + ": " + e.getCause().getMessage(), e.getCause());
        } catch (TimeoutException e) {
            Dialogue playing = dialogue;
            String state = playing == null ? "the client did not upgrade" : "still waiting for " + playing.awaited();
            throw new AssertionError(conformanceCase + ": " + state, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted in " + conformanceCase, e);
        }
    }

    private void play(Peer peer) {
        try {
            Optional<Agreement> agreement = upgrade(peer);
            try (Compression compression = new Compression(agreement.map(ServerDeflate::new))) {
                Dialogue played = new Dialogue(peer, compression.deflate());
                dialogue = played;
                played.begin();
                conformanceCase.scenario().play(played);
            }
            verdict.complete(null);
        } catch (IOException | RuntimeException | AssertionError e) {
            verdict.completeExceptionally(e);
        }
    }

    /** Answers the upgrade request; what was agreed upon about compression. */
    private Optional<Agreement> upgrade(Peer peer) throws IOException {
        RequestHead request = peer.readHead();
        Optional<Agreement> agreement = conformanceCase.negotiation().stream()
                .findFirst()
                .flatMap(negotiation -> negotiation.answer(request.headers("Sec-WebSocket-Extensions")));
        UpgradeAnswer answer = UpgradeAnswer.to(request);
        peer.send(agreement
                .map(agreed -> answer.with("Sec-WebSocket-Extensions", agreed.header()))
                .orElse(answer)
                .text());
        return agreement;
    }

    /** Native memory that goes with the case. */
    private record Compression(Optional<ServerDeflate> deflate) implements AutoCloseable {
        @Override
        public void close() {
            deflate.ifPresent(ServerDeflate::close);
        }
    }
}
