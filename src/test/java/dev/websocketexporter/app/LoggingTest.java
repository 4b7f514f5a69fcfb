package dev.websocketexporter.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import dev.websocketexporter.app.LogLayout.LogFormat;
import dev.websocketexporter.server.recording.ProberLogging;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LoggingTest {
    @AfterEach
    void restore() {
        Logging.apply(Level.INFO, LogFormat.LOGFMT);
    }

    @Test
    void logbackFindsThisConfigurationByItself() {
        LoggerContext context = new LoggerContext();
        assertThat(new Logging().configure(context))
                .isEqualTo(ch.qos.logback.classic.spi.Configurator.ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY);
        assertThat(java.util.ServiceLoader.load(ch.qos.logback.classic.spi.Configurator.class))
                .anyMatch(Logging.class::isInstance);
    }

    @Test
    void librariesSpeakOnlyFromWarningsOn() {
        Logging.apply(Level.DEBUG, LogFormat.LOGFMT);
        assertThat(LoggerFactory.getLogger("org.eclipse.jetty").isInfoEnabled()).isFalse();
        assertThat(LoggerFactory.getLogger("org.eclipse.jetty").isWarnEnabled()).isTrue();
        assertThat(LoggerFactory.getLogger(Exporter.class).isDebugEnabled()).isTrue();
    }

    @Test
    void levelErrorSilencesWarningsOfAll() {
        Logging.apply(Level.ERROR, LogFormat.LOGFMT);
        assertThat(LoggerFactory.getLogger("org.eclipse.jetty").isWarnEnabled()).isFalse();
        assertThat(LoggerFactory.getLogger(Exporter.class).isWarnEnabled()).isFalse();
    }

    @Test
    void linesOfProbesHaveAFlagOfTheirOwn() {
        Logging.apply(Level.ERROR, LogFormat.LOGFMT);
        assertThat(LoggerFactory.getLogger(ProberLogging.LOGGER).isDebugEnabled())
                .isTrue();
    }
}
