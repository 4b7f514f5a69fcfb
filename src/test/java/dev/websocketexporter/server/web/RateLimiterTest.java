package dev.websocketexporter.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.config.web.WebConfiguration.RateLimit;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RateLimiterTest {
    private static final RateLimit TWO = new RateLimit(Duration.ofSeconds(1), 2);

    private final AtomicLong nanos = new AtomicLong();
    private final RateLimiter limiter = new RateLimiter(nanos::get);

    @Test
    void burstIsAllowedThenOneAnInterval() {
        assertThat(limiter.allows(TWO)).isTrue();
        assertThat(limiter.allows(TWO)).isTrue();
        assertThat(limiter.allows(TWO)).isFalse();
        nanos.addAndGet(Duration.ofMillis(999).toNanos());
        assertThat(limiter.allows(TWO)).isFalse();
        nanos.addAndGet(Duration.ofMillis(2).toNanos());
        assertThat(limiter.allows(TWO)).isTrue();
        assertThat(limiter.allows(TWO)).isFalse();
    }

    @Test
    void noMoreThanTheBurstIsSaved() {
        limiter.allows(TWO);
        nanos.addAndGet(Duration.ofHours(1).toNanos());
        assertThat(limiter.allows(TWO)).isTrue();
        assertThat(limiter.allows(TWO)).isTrue();
        assertThat(limiter.allows(TWO)).isFalse();
    }

    @Test
    void withoutALimitEverythingIsAllowedAndANewOneBeginsFull() {
        limiter.allows(TWO);
        limiter.allows(TWO);
        assertThat(limiter.allows(null)).isTrue();
        assertThat(limiter.allows(TWO)).isTrue();
    }
}
