package dev.websocketexporter.engine.run;

import dev.websocketexporter.probe.value.Printable;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What is probably wrong, as far as the probe itself has seen a sign of it: words to be appended to the detail of a
 * failure, empty without a sign. Each sign stands for what real servers do; nothing is dialled to find out more.
 */
public final class Causes {
    /** A TLS handshake is answered in HTTP. */
    public static final String SPEAKS_HTTP = "; this port speaks HTTP: use ws";

    /** A TLS handshake is not answered by one byte. */
    public static final String NO_TLS_PORT = "a port without TLS (ws)";

    /**
     * A detail about TLS with a target, told of the server that a key of the configuration names.
     *
     * @param key whose value is a URL, in which http instead of https is what ws is for a target
     */
    public static String ofServerIn(String key, String detail) {
        return detail.replace(SPEAKS_HTTP, "; this port speaks HTTP: use http in " + key)
                .replace(NO_TLS_PORT, "a port without TLS (http in " + key + ")");
    }

    private static final String NO_TLS_BYTE = "; nothing but an end came back to the ClientHello: perhaps ";

    /** An upgrade request is answered as servers do that want TLS. */
    public static final String SPEAKS_TLS = "; this port speaks TLS: use wss";

    /** A TLS record with an alert begins so, as a message shows it. */
    private static final String ALERT_SHOWN = "\"\\x15\\x03";

    /** So much of what a peer says is enough to know it again. */
    private static final int MAX_SHOWN = 100;

    private Causes() {}

    /**
     * What the upgrade request said.
     *
     * @param secure whether it went through TLS
     * @param subprotocols those offered, as messages may show them
     * @param origin its Origin, as messages may show it; absent: it had none
     */
    public record Asked(
            boolean secure,
            List<String> subprotocols,
            @Nullable String origin) {
        public Asked {
            subprotocols = List.copyOf(subprotocols);
        }

        /** The subprotocols offered, of which there is at least one, in words. */
        public String offered() {
            return (subprotocols.size() == 1 ? "the subprotocol" : "any of the subprotocols") + " offered ("
                    + String.join(", ", subprotocols) + ")";
        }
    }

    /** How a connection ended on which not one byte of an answer came. */
    public enum End {
        FIN("an end"),
        RST("a reset");

        private final String words;

        End(String words) {
            this.words = words;
        }
    }

    /** Nothing but an end came in answer to the upgrade request. */
    public static String ofEnd(End end, Asked asked) {
        String subprotocol = asked.subprotocols().isEmpty()
                ? "a server that wants a subprotocol (none was offered) or another path"
                : "a server that does not know " + asked.offered() + " or the path";
        return "; nothing but " + end.words + " came back "
                + (asked.secure() ? "through TLS: perhaps " : "on this port: perhaps a TLS port (wss), ") + subprotocol
                + ", a proxy without a living server behind it, or no HTTP";
    }

    /** Not one byte of an answer to the upgrade request came in time. */
    public static String ofSilence(Asked asked) {
        return "; not one byte of it came: perhaps a server that hangs, or in which nothing handles this path (Node.js"
                + " leaves such an upgrade unanswered)"
                + (asked.origin() == null ? ", or one that wants an Origin (none was sent)" : "");
    }

    /** Nothing but an end came in answer to the preface of HTTP/2. */
    public static String ofEndInsteadOfHttp2(End end, Asked asked) {
        return "; nothing but " + end.words + " came back "
                + (asked.secure() ? "through TLS" : "on this port: perhaps a TLS port (wss)")
                + (asked.secure() ? ": perhaps " : ", ")
                + "a server without HTTP/2, or a proxy without a living server behind it";
    }

    /** Not one byte came in answer to the preface of HTTP/2 in time. */
    public static String ofHttp2Silence() {
        return "; not one byte came: perhaps a server that hangs, or one without HTTP/2 that waits for a request which it"
                + " understands";
    }

    /** Nothing but an end came in answer to the ClientHello. */
    public static String ofEndInsteadOfTls() {
        return NO_TLS_BYTE + NO_TLS_PORT + ", or a proxy without a living server behind it";
    }

    /** The connection ended before the request was sent, such as while a certificate was judged. */
    public static String ofEndBeforeTheRequest() {
        return "; it ended before the request was sent: perhaps a proxy without a living server behind it";
    }

    /**
     * The server selected subprotocols that were not offered like that.
     *
     * @param selected the values of its field
     * @param offered the names offered
     */
    public static String ofSelection(List<String> selected, List<String> offered) {
        List<String> names = List.of(String.join(",", selected).replace(" ", "").split(","));
        return offered.size() > 1 && names.equals(offered)
                ? "; the server repeats the whole list, and may know none of it: offer exactly one"
                : "";
    }

    /** The server selected none of those offered, and one is required. */
    public static String ofNoSelection(List<String> offered) {
        return offered.size() > 1
                ? "; it may know none of them, or take the list for one name: offer exactly one"
                : "; it may not know it";
    }

    /**
     * The answer is no HTTP.
     *
     * @param shown its first bytes, in quotes
     */
    public static String ofNoHttp(String shown, Asked asked) {
        return !asked.secure() && shown.contains(ALERT_SHOWN) ? SPEAKS_TLS : "";
    }

    /** What a peer said, in quotes and on one line, cut where it is long. */
    public static String quoted(String text) {
        return text.length() <= MAX_SHOWN
                ? Printable.quotedAscii(text)
                : Printable.quotedAscii(text.substring(0, MAX_SHOWN)) + "…";
    }

    /**
     * The answer is no TLS.
     *
     * @param shown its first bytes, in quotes
     */
    public static String ofNoTls(String shown) {
        return shown.toUpperCase(Locale.ROOT).startsWith("\"HTTP/") ? SPEAKS_HTTP : "";
    }
}
