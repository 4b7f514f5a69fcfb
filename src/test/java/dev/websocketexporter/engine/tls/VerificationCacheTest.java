package dev.websocketexporter.engine.tls;

import static dev.websocketexporter.testkit.CertificateRecipe.ca;
import static dev.websocketexporter.testkit.CertificateRecipe.leaf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.testkit.StapleRecipe;
import dev.websocketexporter.testkit.TestIdentity;
import dev.websocketexporter.tls.PeerCertificates;
import dev.websocketexporter.tls.PeerVerification;
import dev.websocketexporter.tls.TrustAnchors;
import dev.websocketexporter.tls.VerificationBudget;
import java.nio.ByteBuffer;
import java.security.cert.CertificateException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Counts examinations. */
class VerificationCacheTest {
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    private static final TestIdentity ROOT = ca("Root").selfSigned();
    private static final TestIdentity LEAF = leaf("a.example").signedBy(ROOT);
    private static final TestIdentity RENEWED = leaf("a.example").signedBy(ROOT);

    private final AtomicInteger examinations = new AtomicInteger();
    private final TrustAnchors anchors = anchors();
    private final VerificationCache kept = new VerificationCache((presented, name, roots, now, over) -> {
        examinations.incrementAndGet();
        return PeerVerification.of(presented, name, roots, now, VerificationBudget.begin(() -> false));
    });

    @Test
    void theSameIsExaminedOnceAnHour() {
        PeerVerification first = examine(LEAF, NOW);
        assertThat(examine(LEAF, NOW.plusSeconds(1))).isSameAs(first);
        assertThat(examine(LEAF, NOW.plusSeconds(3599))).isSameAs(first);
        assertThat(examinations).hasValue(1);
        examine(LEAF, NOW.plusSeconds(3600));
        assertThat(examinations).hasValue(2);
    }

    @Test
    void whatWasExaminedIsKnown() {
        PeerCertificates presented = presented(LEAF, null);
        assertThat(kept.known(presented, "a.example", anchors, NOW)).isNull();
        PeerVerification first = examine(LEAF, NOW);
        assertThat(kept.known(presented, "a.example", anchors, NOW.plusSeconds(1)))
                .isSameAs(first);
        assertThat(kept.known(presented, "a.example", anchors(), NOW.plusSeconds(1)))
                .isNull();
    }

    @Test
    void anythingElseIsExaminedAnew() {
        examine(presented(LEAF, null), "a.example", anchors, NOW);
        examine(presented(RENEWED, null), "a.example", anchors, NOW);
        examine(
                new PeerCertificates(List.of(LEAF.certificate(), RENEWED.certificate()), null),
                "a.example",
                anchors,
                NOW);
        examine(presented(LEAF, null), "b.example", anchors, NOW);
        examine(presented(LEAF, null), "a.example", anchors(), NOW);
        examine(presented(LEAF, new byte[] {1}), "a.example", anchors, NOW);
        examine(presented(LEAF, StapleRecipe.good(LEAF).signedBy(ROOT)), "a.example", anchors, NOW);
        assertThat(examinations).hasValue(7);
    }

    @Test
    void certificateThatExpiresInsideTheHourIsNotTakenForValidAfterIt() {
        TestIdentity dying = leaf("a.example").validUntil(NOW.plusSeconds(20)).signedBy(ROOT);
        assertThat(examine(dying, NOW).chain().verified()).isTrue();
        assertThat(examine(dying, NOW.plusSeconds(19)).chain().verified()).isTrue();
        assertThat(examinations).hasValue(1);
        // Its last second lasts until its end (RFC 5280 §4.1.2.5).
        assertThat(examine(dying, NOW.plusSeconds(21)).chain().verified()).isFalse();
    }

    @Test
    void clockThatIsSetBackMeetsNoLaterOutcome() {
        TestIdentity young = leaf("a.example").validFrom(NOW.plusSeconds(20)).signedBy(ROOT);
        assertThat(examine(young, NOW.plusSeconds(30)).chain().verified()).isTrue();
        assertThat(examine(young, NOW.plusSeconds(10)).chain().verified()).isFalse();
    }

    @Test
    void whatIsKeptIsBoundedAndTheLeastUsedMakesRoom() {
        VerificationCache usual = keepingCopiesOf(examine(LEAF, NOW));
        PeerCertificates presented = presented(LEAF, null);
        for (int i = 0; i < VerificationCache.MAX_KEPT; i++) {
            usual.examine(presented, "host-" + i, anchors, NOW, () -> false);
        }
        assertThat(usual.known(presented, "host-0", anchors, NOW))
                .as("twenty thousand usual ones fit")
                .isNotNull();
        usual.examine(presented, "one-more", anchors, NOW, () -> false);
        assertThat(usual.known(presented, "host-0", anchors, NOW)).isNotNull();
        assertThat(usual.known(presented, "host-1", anchors, NOW)).isNull();
        assertThat(usual.known(presented, "host-2", anchors, NOW)).isNotNull();
    }

    @Test
    void whatPeersPresentCannotFillTheMemory() {
        String[] names = IntStream.range(0, 1_000)
                .mapToObj(i -> "a".repeat(60) + i + ".example")
                .toArray(String[]::new);
        PeerCertificates presented = presented(leaf("a.example").names(names).signedBy(ROOT), null);
        PeerVerification large =
                PeerVerification.of(presented, "a.example", anchors, NOW, VerificationBudget.begin(() -> false));
        VerificationCache full = keepingCopiesOf(large);
        int fitting = (int) (VerificationCache.MAX_BYTES / large.approximateBytes());
        assertThat(fitting).isBetween(100, 500);
        for (int i = 0; i <= fitting; i++) {
            full.examine(presented, "host-" + i, anchors, NOW, () -> false);
        }
        assertThat(full.known(presented, "host-0", anchors, NOW)).isNull();
        assertThat(full.known(presented, "host-" + fitting, anchors, NOW)).isNotNull();
    }

    @Test
    void whoeverNeedsTheSameWaitsForTheOneUnderWay() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        PeerCertificates presented = presented(LEAF, null);
        VerificationCache slow = new VerificationCache((what, name, roots, now, over) -> {
            if (examinations.incrementAndGet() == 1) {
                begun.countDown();
                awaited(mayEnd);
            }
            return PeerVerification.of(what, name, roots, now, VerificationBudget.begin(() -> false));
        });
        CompletableFuture<CompletableFuture<PeerVerification>> first =
                CompletableFuture.supplyAsync(() -> slow.examine(presented, "a.example", anchors, NOW, () -> false));
        awaited(begun);
        List<CompletableFuture<PeerVerification>> others = Stream.generate(
                        () -> slow.examine(presented, "a.example", anchors, NOW, () -> false))
                .limit(100)
                .toList();
        assertThat(others).noneMatch(CompletableFuture::isDone);
        mayEnd.countDown();
        PeerVerification one = first.get(10, TimeUnit.SECONDS).get(10, TimeUnit.SECONDS);
        for (CompletableFuture<PeerVerification> other : others) {
            assertThat(other.get(10, TimeUnit.SECONDS)).isSameAs(one);
        }
        assertThat(examinations).hasValue(1);
    }

    @Test
    void examinationThatBreaksKeepsNobodyWaiting() {
        VerificationCache broken = new VerificationCache((what, name, roots, now, over) -> {
            examinations.incrementAndGet();
            throw new StackOverflowError("of a test");
        });
        for (int i = 1; i <= 2; i++) {
            assertThat(broken.examine(presented(LEAF, null), "a.example", anchors, NOW, () -> false))
                    .isCompletedExceptionally();
            assertThat(examinations).hasValue(i);
        }
    }

    private static void awaited(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static VerificationCache keepingCopiesOf(PeerVerification outcome) {
        return new VerificationCache((what, name, roots, now, over) -> outcome);
    }

    private PeerVerification examine(TestIdentity leaf, Instant now) {
        return examine(presented(leaf, null), "a.example", anchors, now);
    }

    private PeerVerification examine(PeerCertificates presented, String name, TrustAnchors roots, Instant now) {
        return kept.examine(presented, name, roots, now, () -> false).join();
    }

    private static PeerCertificates presented(TestIdentity leaf, byte @Nullable [] staple) {
        return new PeerCertificates(leaf.chain(), staple == null ? null : ByteBuffer.wrap(staple));
    }

    private static TrustAnchors anchors() {
        try {
            return TrustAnchors.parse(ROOT.certificatePem(), "test");
        } catch (CertificateException e) {
            throw new IllegalStateException(e);
        }
    }
}
