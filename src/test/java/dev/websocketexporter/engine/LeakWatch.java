package dev.websocketexporter.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.websocketexporter.testkit.CapturedLog;
import dev.websocketexporter.testkit.Conditions;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.ResourceLeakDetector;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/**
 * Fails a test class in which a buffer, or something else that is counted by hand, was never released: Netty only logs
 * that, and only when the collector has come by and another one is made.
 */
final class LeakWatch implements BeforeAllCallback, AfterAllCallback {
    private static final ExtensionContext.Namespace HERE = ExtensionContext.Namespace.create(LeakWatch.class);
    private static final String DETECTOR = ResourceLeakDetector.class.getName();
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Override
    public void beforeAll(ExtensionContext context) {
        context.getStore(HERE).put(DETECTOR, CapturedLog.of(DETECTOR));
    }

    @Override
    public void afterAll(ExtensionContext context) {
        try (CapturedLog log = context.getStore(HERE).remove(DETECTOR, CapturedLog.class)) {
            assertNoLeak(log);
        }
    }

    /** Of what was dropped since the log began; the thread must hold none of it any more. */
    static void assertNoLeak(CapturedLog log) {
        assertThat(ResourceLeakDetector.getLevel())
                .as("io.netty.leakDetection.level")
                .isEqualTo(ResourceLeakDetector.Level.PARANOID);
        String leak = "dropped on purpose " + UUID.randomUUID();
        Logger logger = (Logger) LoggerFactory.getLogger(DETECTOR);
        boolean additive = logger.isAdditive();
        logger.setAdditive(false); // a leak on purpose need not be in the build's log
        try {
            // The second one is dropped when the first was found: the collector has then told of all before it.
            for (String dropped : List.of(leak + " 1", leak + " 2")) {
                drop(dropped);
                Conditions.await(
                        PATIENCE, () -> found(log, dropped), () -> "no leak found, not even the one on purpose");
            }
        } finally {
            logger.setAdditive(additive);
        }
        assertThat(messages(log).filter(message -> !message.contains(leak)))
                .as("leaks")
                .isEmpty();
    }

    private static void drop(String name) {
        ByteBuf dropped = ByteBufAllocator.DEFAULT.heapBuffer(1);
        dropped.touch(name);
    }

    private static boolean found(CapturedLog log, String name) {
        System.gc();
        // The detectors look only when something new is to be watched.
        ByteBufAllocator.DEFAULT.buffer(1).release();
        watchAnEngine();
        return messages(log).anyMatch(message -> message.contains(name));
    }

    private static void watchAnEngine() {
        if (!OpenSsl.isAvailable()) {
            return;
        }
        try {
            SslContext context = SslContextBuilder.forClient()
                    .sslProvider(SslProvider.OPENSSL_REFCNT)
                    .build();
            ReferenceCountUtil.release(context.newEngine(ByteBufAllocator.DEFAULT));
            ReferenceCountUtil.release(context);
        } catch (SSLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Stream<String> messages(CapturedLog log) {
        return log.events().stream().map(ILoggingEvent::getFormattedMessage).filter(text -> text.contains("LEAK"));
    }
}
