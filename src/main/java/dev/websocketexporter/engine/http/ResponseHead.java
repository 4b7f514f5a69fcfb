package dev.websocketexporter.engine.http;

import dev.websocketexporter.engine.run.ProbeFailedException;
import dev.websocketexporter.probe.report.ExporterLimit;
import dev.websocketexporter.probe.report.Phase;
import io.netty.handler.codec.http.HttpHeaders;

/**
 * The head of a response.
 *
 * @param line its first line
 * @param fields those that came, names as they came; a field line without its end is not among them
 * @param end what ended the head
 */
public record ResponseHead(StatusLine line, HttpHeaders fields, End end) {
    /** What ends a head. */
    public enum End {
        /** An empty line, as it must be. */
        EMPTY_LINE,
        /** The connection, so that fields may be missing. */
        CONNECTION
    }

    /**
     * What should be a head, and is none.
     *
     * @param fault what kind of none
     * @param detail what it is, in words that follow "answered with"
     */
    public record MalformedHead(Fault fault, String detail) {
        /** What is wrong with a head. */
        public enum Fault {
            NOT_HTTP,
            TOO_LARGE,
            /** The exporter has no memory for it. */
            NO_ROOM
        }

        /** The failure of a probe whose head has no room. */
        public ProbeFailedException noRoom(Phase phase, String answered) {
            return ProbeFailedException.ofExporter(
                    phase,
                    ExporterLimit.MEMORY,
                    answered
                            + ", for which there was no room in the exporter's total for messages, which other probes used"
                            + " up (expected: fewer probes at once, or a larger heap)");
        }
    }
}
