package dev.websocketexporter.server.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LogQueueTest {
    private final Logger logger = (Logger) LoggerFactory.getLogger(LogQueueTest.class);
    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();
    private final LogQueue queue = new LogQueue(logger);
    private final Deque<Runnable> pool = new ArrayDeque<>();
    private final List<Integer> written = new ArrayList<>();

    @BeforeEach
    void listen() {
        appender.start();
        logger.addAppender(appender);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(appender);
    }

    @Test
    void linesAreWrittenInTheirOrderByOneThreadAtATime() {
        add(1);
        add(2);
        add(3);
        assertThat(pool).hasSize(1);

        runPool();

        assertThat(written).containsExactly(1, 2, 3);
        add(4);
        runPool();
        assertThat(written).endsWith(4);
    }

    @Test
    void linesThatCannotBeWrittenDoNotKeepOthersFromIt() {
        queue.add(
                () -> {
                    throw new IllegalStateException("for a test");
                },
                pool::add);
        add(2);

        assertThatThrownBy(this::runPool).hasMessage("for a test");
        runPool();

        assertThat(written).containsExactly(2);
    }

    @Test
    void whatComesWhileTooMuchWaitsIsLeftOutAndCounted() {
        IntStream.range(0, LogQueue.MOST_WAITING + 7).forEach(this::add);

        runPool();

        assertThat(written).hasSize(LogQueue.MOST_WAITING);
        assertThat(appender.list)
                .singleElement()
                .satisfies(event -> assertThat(event.getKeyValuePairs()).hasToString("[probes=\"7\"]"));
    }

    private void add(int line) {
        queue.add(() -> written.add(line), pool::add);
    }

    private void runPool() {
        for (Runnable task = pool.poll(); task != null; task = pool.poll()) {
            task.run();
        }
    }
}
