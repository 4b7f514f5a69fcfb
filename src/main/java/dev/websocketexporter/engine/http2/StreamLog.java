package dev.websocketexporter.engine.http2;

import dev.websocketexporter.engine.run.ProbeLog;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The log of the run that opened the stream, as long as there is one. Confined to the event loop. */
final class StreamLog {
    private @Nullable ProbeLog log;
    private UnaryOperator<String> clean;

    StreamLog(ProbeLog log) {
        this.log = log;
        this.clean = log::withoutSecrets;
    }

    /** No effect after the run, whose log nobody reads any more. */
    void info(String message) {
        if (log != null) {
            log.info(message);
        }
    }

    /** The peer's words without what is hidden, also after the run. */
    String withoutSecrets(String words) {
        return clean.apply(words);
    }

    /** The run is over, and the connection goes on: keeps nothing of the run except for what must stay hidden. */
    void forgetRun() {
        if (log != null) {
            clean = log.peersWords();
            log = null;
        }
    }
}
