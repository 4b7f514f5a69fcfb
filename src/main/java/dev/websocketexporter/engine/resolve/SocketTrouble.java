package dev.websocketexporter.engine.resolve;

import dev.websocketexporter.engine.run.SystemLimit;
import dev.websocketexporter.probe.report.ExporterLimit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Why a name server cannot be asked.
 *
 * @param limit of the exporter's machine, if that is the cause, and not the server or the way to it; null: it is not
 * @param words follow the server's address
 */
record SocketTrouble(@Nullable ExporterLimit limit, String words) {
    static SocketTrouble withoutSocket(Throwable cause) {
        SystemLimit limit = SystemLimit.ofSocket(cause);
        return new SocketTrouble(
                limit == null ? ExporterLimit.OTHER : limit.limit(),
                "was not asked: the exporter can open no socket: " + systemsWords(cause));
    }

    static SocketTrouble ofServer(String words) {
        return new SocketTrouble(null, words);
    }

    /**
     * What a socket threw. The transports share no type that tells errors apart, and both put the system's words into the
     * message.
     *
     * @param before words before these
     */
    static SocketTrouble of(String before, Throwable cause) {
        String message = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        if (message.contains("refused") || cause instanceof java.net.PortUnreachableException) {
            return ofServer(before + "refused the connection: nothing listens on that port, or a firewall rejects");
        }
        if (message.contains("reset")) {
            return ofServer(before + "reset the connection");
        }
        if (message.contains("timed out")) {
            return ofServer(before + "could not be reached: the kernel gave up waiting for an answer");
        }
        SystemLimit limit = SystemLimit.ofSocket(cause);
        return limit != null
                ? new SocketTrouble(
                        limit.limit(),
                        before + "was not asked: the exporter's machine does not let it: " + systemsWords(cause))
                : ofServer(before + "cannot be reached: no packet gets there"
                        + (systemsWords(cause).isEmpty() ? "" : ": " + systemsWords(cause)));
    }

    /** Netty puts the name of the system call before them and the address after them. */
    private static String systemsWords(Throwable cause) {
        Throwable inner = cause;
        while (inner.getCause() != null) {
            inner = inner.getCause();
        }
        String message = inner.getMessage() == null ? "" : inner.getMessage();
        int call = message.indexOf("failed");
        int colon = call < 0 ? -1 : message.indexOf(": ", call);
        String words = colon < 0 ? message : message.substring(colon + 2);
        int address = words.indexOf(": ");
        return address < 0 ? words : words.substring(0, address);
    }
}
