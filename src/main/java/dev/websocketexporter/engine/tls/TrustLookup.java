package dev.websocketexporter.engine.tls;

import dev.websocketexporter.engine.run.PhaseContext;
import dev.websocketexporter.probe.module.Value;
import dev.websocketexporter.tls.PeerVerification;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What one probe trusts, looked up while its handshake goes on, so that a file of roots takes no time of its own.
 * Confined to the probe's event loop.
 */
final class TrustLookup {
    /** Within it the roots are there, unless their file system hangs. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final PhaseContext context;
    private final Verification verification;
    private final @Nullable Value ca;
    private final CompletableFuture<Trust> trust;
    private final Consumer<PeerVerification> withoutTrust;

    private TrustLookup(
            PhaseContext context,
            Verification verification,
            @Nullable Value ca,
            Consumer<PeerVerification> withoutTrust) {
        this.withoutTrust = withoutTrust;
        this.context = context;
        this.verification = verification;
        this.ca = ca;
        this.trust = verification.trust(context, ca);
    }

    /**
     * Begins it.
     *
     * @param withoutTrust is given what the certificates say of themselves, if their roots are late
     */
    static TrustLookup begin(
            PhaseContext context,
            Verification verification,
            @Nullable Value ca,
            Consumer<PeerVerification> withoutTrust) {
        return new TrustLookup(context, verification, ca, withoutTrust);
    }

    /** The examination ends with the run: what it waited for is not worth a thread's time any more. */
    CompletableFuture<PeerVerification> examine(HandshakeFacts.Greeting greeting, ServerName name) {
        AtomicBoolean over = new AtomicBoolean();
        context.atEnd(() -> over.set(true));
        if (!trust.isDone()) {
            whenLate(() -> noteWhatTheyAre(greeting, name, over));
        }
        return trust.thenCompose(
                known -> verification.examine(context, greeting.presented(), name.verified(), known, over::get));
    }

    /** What the certificates say of themselves is reported also if their roots never come. */
    private void noteWhatTheyAre(HandshakeFacts.Greeting greeting, ServerName name, AtomicBoolean over) {
        CompletableFuture<PeerVerification> unused = verification
                .examine(context, greeting.presented(), name.verified(), notYet(), over::get)
                .whenComplete((peer, bug) -> {
                    if (!trust.isDone() && peer != null) {
                        withoutTrust.accept(peer);
                    }
                });
    }

    /**
     * The handshake has ended. One that is complete waits for the exporter alone. Of a broken one it is known why it
     * failed: that is not kept back for long.
     */
    void await(TlsNegotiation.Completed completed) {
        if (trust.isDone()) {
            return;
        }
        if (completed.broken() == null) {
            context.waitForFile(trust, () -> verification.waiting(ca));
        } else {
            whenLate(() -> trust.complete(notYet()));
        }
    }

    private static Trust notYet() {
        return Trust.none(Trust.limit("they are not read yet"));
    }

    private void whenLate(Runnable then) {
        // Half of what is left: what follows needs time, too.
        Duration half = context.remaining().dividedBy(2);
        Duration patience = half.compareTo(PATIENCE) < 0 ? half : PATIENCE;
        Future<?> timer = context.loop().schedule(then, patience.toNanos(), TimeUnit.NANOSECONDS);
        CompletableFuture<Trust> unused = trust.whenComplete((known, bug) -> timer.cancel(false));
    }
}
