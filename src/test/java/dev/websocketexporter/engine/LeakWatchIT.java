package dev.websocketexporter.engine;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.websocketexporter.testkit.CapturedLog;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.ResourceLeakDetector;
import java.util.UUID;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is never released is found, every time. */
@Timeout(60)
class LeakWatchIT {
    @Test
    void droppedBufferIsFound() throws Exception {
        try (CapturedLog log = CapturedLog.of(ResourceLeakDetector.class)) {
            String name = "forgotten " + UUID.randomUUID();
            dropBuffer(name);
            assertThatThrownBy(() -> LeakWatch.assertNoLeak(log))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining(name);
        }
    }

    @Test
    void droppedEngineIsFound() throws Exception {
        Assumptions.assumeTrue(OpenSsl.isAvailable());
        try (CapturedLog log = CapturedLog.of(ResourceLeakDetector.class)) {
            dropEngine();
            assertThatThrownBy(() -> LeakWatch.assertNoLeak(log))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("ReferenceCountedOpenSslEngine");
        }
    }

    @Test
    void releasedBufferIsNoLeak() throws Exception {
        try (CapturedLog log = CapturedLog.of(ResourceLeakDetector.class)) {
            ByteBufAllocator.DEFAULT.buffer(10).release();
            LeakWatch.assertNoLeak(log);
        }
    }

    private static void dropBuffer(String name) {
        ByteBuf dropped = ByteBufAllocator.DEFAULT.heapBuffer(1);
        dropped.touch(name);
    }

    private static void dropEngine() throws Exception {
        SslContext context = SslContextBuilder.forClient()
                .sslProvider(SslProvider.OPENSSL_REFCNT)
                .build();
        context.newEngine(ByteBufAllocator.DEFAULT);
        ReferenceCountUtil.release(context);
    }
}
