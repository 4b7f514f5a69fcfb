package dev.websocketexporter.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import ch.qos.logback.core.encoder.JsonEscapeUtil;
import dev.websocketexporter.render.Logfmt;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.event.KeyValuePair;

/** Turns an event into the fields {@code ts}, {@code level}, {@code logger}, {@code msg}, its own pairs and its error. */
final class LogLayout extends LayoutBase<ILoggingEvent> {
    private static final String OWN_LOGGERS = "dev.websocketexporter.";

    private final LogFormat format;
    private final Level stacksFrom;

    /**
     * A layout.
     *
     * @param stacksFrom events of this level or above carry the stack of their exception too
     */
    LogLayout(LogFormat format, Level stacksFrom) {
        this.format = format;
        this.stacksFrom = stacksFrom;
    }

    @Override
    public String doLayout(ILoggingEvent event) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("ts", Logfmt.millis(event.getInstant()));
        fields.put("level", event.getLevel().toString().toLowerCase(Locale.ROOT));
        fields.put("logger", shortened(event.getLoggerName()));
        fields.put("msg", String.valueOf(event.getFormattedMessage()));
        List<KeyValuePair> pairs = event.getKeyValuePairs();
        if (pairs != null) {
            pairs.forEach(pair -> fields.put(pair.key, String.valueOf(pair.value)));
        }
        IThrowableProxy thrown = event.getThrowableProxy();
        if (thrown != null) {
            fields.put("error", chain(thrown));
            if (event.getLevel().isGreaterOrEqual(stacksFrom)) {
                fields.put("stack", ThrowableProxyUtil.asString(thrown).strip());
            }
        }
        return format.line(fields) + "\n";
    }

    private static String shortened(String logger) {
        return logger.startsWith(OWN_LOGGERS) ? logger.substring(OWN_LOGGERS.length()) : logger;
    }

    private static String chain(IThrowableProxy thrown) {
        String message = thrown.getMessage();
        String text = message == null ? thrown.getClassName() : thrown.getClassName() + ": " + message;
        IThrowableProxy cause = thrown.getCause();
        return cause == null || thrown.isCyclic() ? text : text + "; caused by " + chain(cause);
    }

    /** The format of a line of the exporter's log. An event is one line in either format, its stack included. */
    enum LogFormat {
        LOGFMT {
            @Override
            String line(Map<String, String> fields) {
                Logfmt line = new Logfmt();
                fields.forEach(line::pair);
                return line.toString();
            }
        },
        JSON {
            @Override
            String line(Map<String, String> fields) {
                return fields.entrySet().stream()
                        .map(field -> quoted(field.getKey()) + ":" + quoted(field.getValue()))
                        .collect(Collectors.joining(",", "{", "}"));
            }
        };

        /** The fields in their order, without an end of line. */
        abstract String line(Map<String, String> fields);

        private static String quoted(String text) {
            // Logback also escapes slashes, which JSON does not require and which hides URLs from a search.
            return '"' + JsonEscapeUtil.jsonEscapeString(text).replace("\\/", "/") + '"';
        }
    }
}
