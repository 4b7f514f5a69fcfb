package dev.websocketexporter.engine;

import static dev.websocketexporter.testkit.CertificateRecipe.ca;
import static dev.websocketexporter.testkit.CertificateRecipe.leaf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.testkit.StapleRecipe;
import dev.websocketexporter.testkit.TestIdentity;
import dev.websocketexporter.tls.Examination;
import dev.websocketexporter.tls.Presented;
import dev.websocketexporter.tls.TrustAnchors;
import java.nio.ByteBuffer;
import java.security.cert.CertificateException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Counts examinations. */
class KeptExaminationsTest {
    private static final Instant MINUTE = Instant.parse("2026-11-21T10:00:00Z");
    private static final TestIdentity ROOT = ca("Root").selfSigned();
    private static final TestIdentity LEAF = leaf("a.example").signedBy(ROOT);
    private static final TestIdentity RENEWED = leaf("a.example").signedBy(ROOT);

    private final AtomicInteger examinations = new AtomicInteger();
    private final TrustAnchors anchors = anchors();
    private final KeptExaminations kept = new KeptExaminations((presented, name, roots, now) -> {
        examinations.incrementAndGet();
        return Examination.of(presented, name, roots, now);
    });

    @Test
    void theSameIsExaminedOnceAMinute() {
        Examination first = examine(LEAF, MINUTE);
        assertThat(examine(LEAF, MINUTE.plusSeconds(1))).isSameAs(first);
        assertThat(examine(LEAF, MINUTE.plusSeconds(59))).isSameAs(first);
        assertThat(examinations).hasValue(1);
        examine(LEAF, MINUTE.plusSeconds(60));
        assertThat(examinations).hasValue(2);
    }

    @Test
    void anythingElseIsExaminedAnew() {
        examine(presented(LEAF, null), "a.example", anchors, MINUTE);
        examine(presented(RENEWED, null), "a.example", anchors, MINUTE);
        examine(new Presented(List.of(LEAF.certificate(), RENEWED.certificate()), null), "a.example", anchors, MINUTE);
        examine(presented(LEAF, null), "b.example", anchors, MINUTE);
        examine(presented(LEAF, null), "a.example", anchors(), MINUTE);
        examine(presented(LEAF, new byte[] {1}), "a.example", anchors, MINUTE);
        examine(presented(LEAF, StapleRecipe.good(LEAF).signedBy(ROOT)), "a.example", anchors, MINUTE);
        assertThat(examinations).hasValue(7);
    }

    @Test
    void certificateThatExpiresInsideTheMinuteIsNotTakenForValidAfterIt() {
        TestIdentity dying =
                leaf("a.example").validUntil(MINUTE.plusSeconds(20)).signedBy(ROOT);
        assertThat(examine(dying, MINUTE).chain().verified()).isTrue();
        assertThat(examine(dying, MINUTE.plusSeconds(19)).chain().verified()).isTrue();
        assertThat(examinations).hasValue(1);
        assertThat(examine(dying, MINUTE.plusSeconds(20).plusNanos(1)).chain().verified())
                .isFalse();
    }

    @Test
    void clockThatIsSetBackMeetsNoLaterOutcome() {
        TestIdentity young = leaf("a.example").validFrom(MINUTE.plusSeconds(20)).signedBy(ROOT);
        assertThat(examine(young, MINUTE.plusSeconds(30)).chain().verified()).isTrue();
        assertThat(examine(young, MINUTE.plusSeconds(10)).chain().verified()).isFalse();
    }

    @Test
    void whatIsKeptIsBounded() {
        Presented presented = presented(LEAF, null);
        for (int i = 0; i <= KeptExaminations.MAX_KEPT; i++) {
            examine(presented, "host-" + i, anchors, MINUTE);
        }
        assertThat(examinations).hasValue(KeptExaminations.MAX_KEPT + 1);
        examine(presented, "host-" + KeptExaminations.MAX_KEPT, anchors, MINUTE);
        assertThat(examinations).hasValue(KeptExaminations.MAX_KEPT + 1);
        examine(presented, "host-0", anchors, MINUTE);
        assertThat(examinations).as("the eldest has made room").hasValue(KeptExaminations.MAX_KEPT + 2);
    }

    private Examination examine(TestIdentity leaf, Instant now) {
        return examine(presented(leaf, null), "a.example", anchors, now);
    }

    private Examination examine(Presented presented, String name, TrustAnchors roots, Instant now) {
        return kept.examine(presented, name, roots, now);
    }

    private static Presented presented(TestIdentity leaf, byte @Nullable [] staple) {
        return new Presented(leaf.chain(), staple == null ? null : ByteBuffer.wrap(staple));
    }

    private static TrustAnchors anchors() {
        try {
            return TrustAnchors.parse(ROOT.certificatePem(), "test");
        } catch (CertificateException e) {
            throw new IllegalStateException(e);
        }
    }
}
