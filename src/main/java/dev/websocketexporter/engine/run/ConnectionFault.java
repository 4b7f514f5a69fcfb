package dev.websocketexporter.engine.run;

import io.netty.handler.codec.DecoderException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.Locale;
import javax.net.ssl.SSLException;

/** What an exception says of how a connection broke. */
public final class ConnectionFault {
    private ConnectionFault() {}

    public static boolean isReset(Throwable cause) {
        if (!(cause instanceof IOException) || cause instanceof ClosedChannelException) {
            return false;
        }
        String message = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        // A write after the peer's RST is answered with "broken pipe".
        return message.contains("reset") || message.contains("broken pipe");
    }

    /** What broke a connection, without the words of a library or of the operating system. */
    public static String inWords(Throwable cause) {
        if (cause instanceof StreamEndException end) {
            return "the server " + end.words();
        }
        if (isReset(cause)) {
            return "the connection was reset";
        }
        if (cause instanceof ClosedChannelException) {
            return "the connection was closed";
        }
        boolean tls = cause instanceof SSLException || cause instanceof DecoderException;
        return tls ? "TLS broke off" : "the connection broke";
    }
}
