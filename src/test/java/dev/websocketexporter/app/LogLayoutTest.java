package dev.websocketexporter.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import dev.websocketexporter.app.LogLayout.LogFormat;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

class LogLayoutTest {
    private static final String TS = "2026-11-21T10:00:00.000Z";

    @Test
    void logfmtLineHasTimeLevelLoggerMessageAndPairs() {
        LoggingEvent event = event(Level.INFO, "Listening on \"{}\"", null, "all");
        event.setKeyValuePairs(List.of(new KeyValuePair("address", "[::]:1"), new KeyValuePair("n", null)));
        assertThat(line(LogFormat.LOGFMT, event))
                .isEqualTo("ts=" + TS + " level=info logger=app.Exporter msg=\"Listening on \\\"all\\\"\""
                        + " address=[::]:1 n=null\n");
    }

    @Test
    void jsonLineHasTheSameKeys() {
        LoggingEvent event = event(Level.WARN, "a \"b\"\n\u0001c", new IllegalStateException("broken"));
        event.setKeyValuePairs(List.of(new KeyValuePair("target", "ws://h/\\")));
        assertThat(line(LogFormat.JSON, event))
                .isEqualTo("{\"ts\":\"" + TS + "\",\"level\":\"warn\",\"logger\":\"app.Exporter\","
                        + "\"msg\":\"a \\\"b\\\"\\n\\u0001c\",\"target\":\"ws://h/\\\\\","
                        + "\"error\":\"java.lang.IllegalStateException: broken\"}\n");
    }

    @Test
    void warningHasItsErrorAndCausesButNoStack() {
        LoggingEvent event = event(Level.WARN, "odd", new IllegalStateException("outer", new ArithmeticException()));
        assertThat(line(LogFormat.LOGFMT, event))
                .isEqualTo(
                        "ts=" + TS + " level=warn logger=app.Exporter msg=odd"
                                + " error=\"java.lang.IllegalStateException: outer; caused by java.lang.ArithmeticException\"\n");
    }

    @Test
    void errorHasItsStackOnTheSameLine() {
        String line = line(LogFormat.LOGFMT, event(Level.ERROR, "bug", new IllegalStateException("broken")));
        assertThat(line)
                .contains(" error=\"java.lang.IllegalStateException: broken\"")
                .contains(" stack=\"java.lang.IllegalStateException: broken\\n\\tat ")
                .contains("LogLayoutTest.errorHasItsStackOnTheSameLine")
                .hasLineCount(1);
    }

    @Test
    void loggerOfALibraryKeepsItsName() {
        LoggingEvent event = event(Level.WARN, "m", null);
        event.setLoggerName("org.eclipse.jetty.server.Server");
        assertThat(line(LogFormat.LOGFMT, event)).contains(" logger=org.eclipse.jetty.server.Server ");
    }

    private static String line(LogFormat format, LoggingEvent event) {
        return new LogLayout(format, Level.ERROR).doLayout(event);
    }

    private static LoggingEvent event(Level level, String message, Throwable thrown, Object... arguments) {
        LoggingEvent event = new LoggingEvent(
                LogLayoutTest.class.getName(),
                new LoggerContext().getLogger(Exporter.class),
                level,
                message,
                thrown,
                arguments);
        event.setInstant(Instant.parse("2026-11-21T10:00:00Z"));
        return event;
    }
}
