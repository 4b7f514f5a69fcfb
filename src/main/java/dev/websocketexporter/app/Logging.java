package dev.websocketexporter.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import dev.websocketexporter.app.LogLayout.LogFormat;
import dev.websocketexporter.server.recording.ProberLogging;
import java.nio.charset.StandardCharsets;
import org.slf4j.LoggerFactory;

/**
 * The exporter's log, to stderr. Configured in code, so that no start waits for an XML parser. Logback finds this
 * class as a service before anything is logged; the flags then replace these settings.
 */
@ConfiguratorRank(ConfiguratorRank.CUSTOM_HIGH_PRIORITY)
public final class Logging extends ContextAwareBase implements Configurator {
    private static final String OWN_LOGGERS = "dev.websocketexporter";

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        apply(context, Level.INFO, LogFormat.LOGFMT);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /** Sets the level of the exporter's own lines, and how all lines are written. */
    static void apply(Level level, LogFormat format) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        apply(context, level, format);
    }

    private static void apply(LoggerContext context, Level level, LogFormat format) {
        LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
        encoder.setContext(context);
        encoder.setCharset(StandardCharsets.UTF_8);
        // An error is a bug, which its stack explains. Anything else needs no stack, except at level debug.
        LogLayout layout = new LogLayout(format, level.isGreaterOrEqual(Level.INFO) ? Level.ERROR : level);
        layout.setContext(context);
        layout.start();
        encoder.setLayout(layout);
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setContext(context);
        appender.setTarget("System.err");
        appender.setEncoder(encoder);
        encoder.start();
        appender.start();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        // Jetty, Javalin and Netty report much about themselves that says nothing about probes.
        root.setLevel(level.isGreaterOrEqual(Level.WARN) ? level : Level.WARN);
        root.addAppender(appender);
        context.getLogger(OWN_LOGGERS).setLevel(level);
        // A flag of its own decides which lines of probes are logged; the server applies it.
        context.getLogger(ProberLogging.LOGGER).setLevel(Level.DEBUG);
    }
}
