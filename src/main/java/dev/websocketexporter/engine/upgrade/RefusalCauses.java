package dev.websocketexporter.engine.upgrade;

import dev.websocketexporter.engine.run.Causes;
import dev.websocketexporter.engine.run.Causes.Asked;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Why a server has probably answered an upgrade request with a status that is not wanted, as far as its answer shows:
 * words to be appended to the detail of the failure, empty without a sign.
 */
final class RefusalCauses {
    /** What nginx, Apache, Go, Tomcat and Cheroot say on a port for TLS to a request without it. */
    private static final Pattern TLS_WANTED = Pattern.compile(
            "plain HTTP (?:request was sent )?to (?:an )?(?:HTTPS|SSL|TLS)|HTTP request to an HTTPS server"
                    + "|host and port requires TLS|server only speaks HTTPS",
            Pattern.CASE_INSENSITIVE);

    /** The server behind a proxy has the same word for its name. */
    private static final Pattern ABOUT_THE_ORIGIN =
            Pattern.compile("\\borigins?\\b(?! (?:web )?server)", Pattern.CASE_INSENSITIVE);

    private static final int BAD_REQUEST = 400;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int UPGRADE_REQUIRED = 426;
    private static final int NOT_IMPLEMENTED = 501;
    private static final int BAD_GATEWAY = 502;
    private static final int UNAVAILABLE = 503;
    private static final int GATEWAY_TIMEOUT = 504;

    /** By which servers refuse a subprotocol, or the lack of one. */
    private static final Set<Integer> ABOUT_SUBPROTOCOLS = Set.of(BAD_REQUEST, FORBIDDEN, NOT_IMPLEMENTED);

    private static final Set<Integer> ABOUT_ORIGINS = Set.of(BAD_REQUEST, FORBIDDEN);

    /** By which ws and ASGI servers refuse a path; 404 says it itself. */
    private static final Set<Integer> ABOUT_PATHS = Set.of(BAD_REQUEST, FORBIDDEN);

    private static final Set<Integer> NAMING = Set.of(BAD_REQUEST, UNAUTHORIZED, FORBIDDEN, NOT_IMPLEMENTED);
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

    private RefusalCauses() {}

    /**
     * What the answer says.
     *
     * @param subprotocols those that it names, as messages may show them
     * @param server its field {@code Server}; empty: it has none
     * @param reason its field {@code X-WebSocket-Reject-Reason}; empty: it has none
     * @param location where it redirects to; absent: nowhere
     * @param body as far as it is known
     */
    record Answer(
            int status,
            List<String> subprotocols,
            String server,
            String reason,
            @Nullable Location location,
            String body) {
        Answer {
            subprotocols = List.copyOf(subprotocols);
        }
    }

    /**
     * The place that a redirect names.
     *
     * @param url without the values of its query
     * @param sameByTls whether it is the host that was asked, which is to be asked through TLS
     */
    record Location(String url, boolean sameByTls) {}

    /** The server answered with a status that is not wanted. */
    static String of(Answer answer, Asked asked) {
        int status = answer.status();
        if (status == BAD_REQUEST
                && !asked.secure()
                && TLS_WANTED.matcher(answer.server() + "\n" + answer.body()).find()) {
            return Causes.SPEAKS_TLS;
        }
        if (!answer.reason().isEmpty()) {
            return "; its X-WebSocket-Reject-Reason: " + Causes.quoted(answer.reason());
        }
        List<String> others = answer.subprotocols().stream()
                .filter(name -> !name.isEmpty() && !asked.subprotocols().contains(name))
                .toList();
        if (NAMING.contains(status) && !others.isEmpty()) {
            return "; the answer names the subprotocol " + Causes.quoted(String.join(", ", others)) + ": offer it";
        }
        if (REDIRECTS.contains(status)) {
            return ofRedirect(answer.location());
        }
        return switch (status) {
            case UPGRADE_REQUIRED ->
                "; it asks for an upgrade, so that the request may have come without it: perhaps a proxy on the way does"
                        + " not pass it on";
            case BAD_GATEWAY ->
                "; a proxy answers for a server that it cannot reach, or does not understand" + byWhom(answer);
            case UNAVAILABLE ->
                "; mostly a proxy that answers for a server which is down, or a server with too much to do"
                        + byWhom(answer);
            case GATEWAY_TIMEOUT -> "; a proxy answers for a server that is down or too slow" + byWhom(answer);
            default -> ofTheRequest(answer, asked);
        };
    }

    private static String ofRedirect(@Nullable Location location) {
        if (location == null) {
            return "; a redirect without Location";
        }
        return "; it redirects to " + Causes.quoted(location.url()) + (location.sameByTls() ? ": use wss" : "");
    }

    private static String byWhom(Answer answer) {
        return answer.server().isEmpty() ? "" : " (its Server field: " + Causes.quoted(answer.server()) + ")";
    }

    /** What it had, or had not, and the server may not like. */
    private static String ofTheRequest(Answer answer, Asked asked) {
        int status = answer.status();
        String origin = asked.origin();
        if (ABOUT_ORIGINS.contains(status)
                && ABOUT_THE_ORIGIN.matcher(answer.body()).find()) {
            return origin == null
                    ? "; its answer is about the Origin: none was sent"
                    : "; its answer is about the Origin: it does not allow " + origin;
        }
        boolean subprotocol = ABOUT_SUBPROTOCOLS.contains(status);
        boolean noneOffered = subprotocol && asked.subprotocols().isEmpty();
        boolean noOrigin = ABOUT_ORIGINS.contains(status) && origin == null;
        if (noneOffered && noOrigin) {
            return "; it may want a subprotocol or an Origin (none was sent), or another path";
        }
        List<String> guesses = new ArrayList<>();
        if (status == FORBIDDEN && origin != null) {
            guesses.add("may not allow the Origin " + origin);
        }
        if (noneOffered) {
            guesses.add("may want a subprotocol (none was offered)");
        } else if (subprotocol && answer.subprotocols().stream().allMatch(String::isEmpty)) {
            guesses.add("may not know " + asked.offered());
        }
        if (noOrigin) {
            guesses.add("may want an Origin (none was sent)");
        }
        if (ABOUT_PATHS.contains(status)) {
            guesses.add("may want another path");
        }
        return guesses.isEmpty() ? "" : "; it " + String.join(", or ", guesses);
    }
}
