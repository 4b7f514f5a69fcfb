package dev.websocketexporter.server.recording;

import static dev.websocketexporter.server.recording.HistoryTest.FAILURE;
import static dev.websocketexporter.server.recording.HistoryTest.SUCCESS;
import static dev.websocketexporter.server.recording.HistoryTest.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ProbeLogWriterTest {
    private final Logger logger = (Logger) LoggerFactory.getLogger(ProberLogging.LOGGER);
    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();
    private Level levelBefore;

    @BeforeEach
    void listen() {
        levelBefore = logger.getLevel();
        logger.setLevel(Level.DEBUG);
        appender.start();
        logger.addAppender(appender);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(appender);
        logger.setLevel(levelBefore);
    }

    @Test
    void stateChangesNameTargetWithoutSecretsPhaseAndReason() throws Exception {
        ProbeLogWriter log = new ProbeLogWriter(ProberLogging.STATE_CHANGES);
        log.write(result("ws://a.test/?token=hush", FAILURE), Runnable::run);
        log.write(result("ws://a.test/?token=hush", FAILURE), Runnable::run);
        log.write(result("ws://a.test/?token=hush", SUCCESS), Runnable::run);

        assertThat(lines())
                .containsExactly(
                        "WARN target fails [target=\"ws://a.test/?token=<secret>\", module=\"websocket\","
                                + " phase=\"connect\", reason=\"connection_refused\", detail=\"for a test\"]",
                        "INFO target is up again [target=\"ws://a.test/?token=<secret>\", module=\"websocket\"]");
    }

    @Test
    void debugShowsEveryLineOfTheProbe() throws Exception {
        new ProbeLogWriter(ProberLogging.DEBUG).write(result("ws://a.test", SUCCESS), Runnable::run);

        assertThat(lines())
                .containsExactly("DEBUG a line of the probe's log [target=\"ws://a.test/\", module=\"websocket\"]");
    }

    @Test
    void thresholdHidesLowerLines() throws Exception {
        new ProbeLogWriter(ProberLogging.INFO).write(result("ws://a.test", SUCCESS), Runnable::run);

        assertThat(lines()).isEmpty();
    }

    @Test
    void noneIsSilent() throws Exception {
        new ProbeLogWriter(ProberLogging.NONE).write(result("ws://a.test", FAILURE), Runnable::run);

        assertThat(lines()).isEmpty();
    }

    @Test
    void levelsAreParsed() {
        assertThat(ProberLogging.parse("none")).isEqualTo(ProberLogging.NONE);
        assertThat(ProberLogging.parse("DEBUG")).isEqualTo(ProberLogging.DEBUG);
        assertThatThrownBy(() -> ProberLogging.parse("loud"))
                .hasMessage("\"loud\" is no level of the probes' log lines"
                        + " (expected: none, debug, info, warn or error)");
    }

    private List<String> lines() {
        return appender.list.stream()
                .map(event -> event.getLevel() + " " + event.getMessage() + " " + event.getKeyValuePairs())
                .toList();
    }
}
