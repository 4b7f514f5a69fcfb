package dev.websocketexporter.engine.run;

import dev.websocketexporter.probe.value.Printable;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What is probably wrong, as far as the probe itself has seen a sign of it: words to be appended to the detail of a
 * failure, empty without a sign. Each sign stands for what real servers do; nothing is dialled to find out more.
 */
public final class Causes {
    /** A TLS handshake is answered in HTTP. */
    public static final String SPEAKS_HTTP = "; this port speaks HTTP: use ws";

    /** The same of a proxy. */
    public static final String PROXY_SPEAKS_HTTP = "; this port speaks HTTP: use http in proxy_url";

    private static final String SPEAKS_TLS = "; this port speaks TLS: use wss";

    /** What nginx, Apache, Go, Tomcat and Cheroot say on a port for TLS to a request without it. */
    private static final Pattern TLS_WANTED = Pattern.compile(
            "plain HTTP (?:request was sent )?to (?:an )?(?:HTTPS|SSL|TLS)|HTTP request to an HTTPS server"
                    + "|host and port requires TLS|server only speaks HTTPS",
            Pattern.CASE_INSENSITIVE);

    private static final int BAD_REQUEST = 400;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_IMPLEMENTED = 501;
    private static final int BAD_GATEWAY = 502;
    private static final int UNAVAILABLE = 503;
    private static final int GATEWAY_TIMEOUT = 504;

    /** By which servers refuse a subprotocol, or the lack of one. */
    private static final Set<Integer> ABOUT_SUBPROTOCOLS = Set.of(BAD_REQUEST, FORBIDDEN, NOT_IMPLEMENTED);

    private static final Set<Integer> ABOUT_ORIGINS = Set.of(BAD_REQUEST, FORBIDDEN);
    private static final Set<Integer> NAMING = Set.of(BAD_REQUEST, UNAUTHORIZED, FORBIDDEN, NOT_IMPLEMENTED);
    private static final int MAX_NAMES_CHARS = 100;

    /** A TLS record with an alert begins so, as a message shows it. */
    private static final String ALERT_SHOWN = "\"\\x15\\x03";

    private Causes() {}

    /**
     * What the upgrade request said.
     *
     * @param secure whether it went through TLS
     * @param subprotocols those offered, as messages may show them
     * @param origin whether it had an Origin
     */
    public record Asked(boolean secure, List<String> subprotocols, boolean origin) {
        public Asked {
            subprotocols = List.copyOf(subprotocols);
        }

        private String offered() {
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

    /** The connection ended before the request was sent, such as while a certificate was judged. */
    public static String ofEndBeforeTheRequest() {
        return "; it ended before the request was sent: perhaps a proxy without a living server behind it";
    }

    /**
     * The server answered with a status that is not wanted.
     *
     * @param named the subprotocols that the answer names
     * @param text its body and the field {@code Server}, as far as they are known
     */
    public static String ofStatus(int status, Asked asked, List<String> named, String text) {
        if (status == BAD_REQUEST && !asked.secure() && TLS_WANTED.matcher(text).find()) {
            return SPEAKS_TLS;
        }
        List<String> others = named.stream()
                .filter(name -> !name.isEmpty() && !asked.subprotocols().contains(name))
                .toList();
        if (NAMING.contains(status) && !others.isEmpty()) {
            return "; the answer names the subprotocol "
                    + Printable.quotedAscii(Printable.oneLine(String.join(", ", others), MAX_NAMES_CHARS))
                    + ": offer it";
        }
        return switch (status) {
            case BAD_GATEWAY -> "; a proxy answers for a server that it cannot reach, or does not understand";
            case UNAVAILABLE ->
                "; mostly a proxy that answers for a server which is down, or a server with too much to do";
            case GATEWAY_TIMEOUT -> "; a proxy answers for a server that is down or too slow";
            default -> ofWhatWasNotSent(status, asked);
        };
    }

    private static String ofWhatWasNotSent(int status, Asked asked) {
        boolean subprotocol =
                ABOUT_SUBPROTOCOLS.contains(status) && asked.subprotocols().isEmpty();
        boolean origin = ABOUT_ORIGINS.contains(status) && !asked.origin();
        if (subprotocol && origin) {
            return "; it may want a subprotocol or an Origin (none was sent)";
        }
        if (subprotocol) {
            return "; it may want a subprotocol (none was offered)";
        }
        return origin ? "; it may want an Origin (none was sent)" : "";
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

    /**
     * The answer is no TLS.
     *
     * @param shown its first bytes, in quotes
     */
    public static String ofNoTls(String shown) {
        return shown.toUpperCase(Locale.ROOT).startsWith("\"HTTP/") ? SPEAKS_HTTP : "";
    }
}
