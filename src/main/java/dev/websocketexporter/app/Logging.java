package dev.websocketexporter.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import ch.qos.logback.core.spi.ContextAwareBase;
import dev.websocketexporter.app.LogLayout.LogFormat;
import dev.websocketexporter.server.recording.ProberLogging;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.slf4j.LoggerFactory;
import org.slf4j.event.KeyValuePair;

/**
 * The exporter's log, to stderr, on a thread of its own: nobody waits for its reader. Configured in code, so that no
 * start waits for an XML parser. Logback finds this class as a service before anything is logged; the flags then
 * replace these settings.
 */
@ConfiguratorRank(ConfiguratorRank.CUSTOM_HIGH_PRIORITY)
public final class Logging extends ContextAwareBase implements Configurator {
    private static final String OWN_LOGGERS = "dev.websocketexporter";

    /** Not System.err, which hides what cannot be written and makes all wait for one line. */
    private static final LogWriter STDERR = new LogWriter(new FileOutputStream(FileDescriptor.err));

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        apply(context, Level.INFO, LogFormat.LOGFMT);
        STDERR.begin();
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /** Sets the level of the exporter's own lines, and how all lines are written. */
    static void apply(Level level, LogFormat format) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        apply(context, level, format);
    }

    private static void apply(LoggerContext context, Level level, LogFormat format) {
        // An error is a bug, which its stack explains. Anything else needs no stack, except at level debug.
        LogLayout layout = new LogLayout(format, level.isGreaterOrEqual(Level.INFO) ? Level.ERROR : level);
        layout.setContext(context);
        layout.start();
        StderrAppender appender = new StderrAppender(layout);
        appender.setContext(context);
        appender.start();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        // Jetty, Javalin and Netty report much about themselves that says nothing about probes.
        root.setLevel(level.isGreaterOrEqual(Level.WARN) ? level : Level.WARN);
        root.addAppender(appender);
        context.getLogger(OWN_LOGGERS).setLevel(level);
        // A flag of its own decides which lines of probes are logged; the server applies it.
        context.getLogger(ProberLogging.LOGGER).setLevel(Level.DEBUG);
    }

    /** How many lines were left out so far, since nobody read them or they could not be written. */
    static long dropped() {
        return STDERR.dropped();
    }

    /** Waits until all lines are written, or until the time is over: for the end of the process. */
    static void flush(Duration atMost) {
        STDERR.flush(atMost);
    }

    /** Neither waits for whoever reads the log, nor keeps others waiting. */
    private static final class StderrAppender extends UnsynchronizedAppenderBase<ILoggingEvent> {
        private final LogLayout layout;

        StderrAppender(LogLayout layout) {
            this.layout = layout;
        }

        @Override
        protected void append(ILoggingEvent event) {
            STDERR.write(bytes(event), this::leftOut);
        }

        private byte[] leftOut(long lines) {
            Logger logger = ((LoggerContext) getContext()).getLogger(Logging.class);
            String message = "lines of the log were left out here, since nobody read them or they could not be written";
            LoggingEvent event = new LoggingEvent(Logging.class.getName(), logger, Level.WARN, message, null, null);
            event.addKeyValuePair(new KeyValuePair("lines", lines));
            return bytes(event);
        }

        private byte[] bytes(ILoggingEvent event) {
            return layout.doLayout(event).getBytes(StandardCharsets.UTF_8);
        }
    }
}
