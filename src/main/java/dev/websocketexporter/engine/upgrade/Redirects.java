package dev.websocketexporter.engine.upgrade;

import dev.websocketexporter.engine.run.ProbeFailedException;
import dev.websocketexporter.engine.run.RedirectHop;
import dev.websocketexporter.probe.ProbeRequest.HostOverride;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.probe.target.InvalidTargetException;
import dev.websocketexporter.probe.target.Target;
import dev.websocketexporter.probe.target.TargetPolicy;
import dev.websocketexporter.probe.value.Printable;
import dev.websocketexporter.probe.value.QueryValues;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The rules by which redirects are followed (RFC 9110 §15.4, RFC 6455 §4.1). */
final class Redirects {
    static final int MAX_HOPS = 10;

    private static final Set<Integer> STATUS_CODES = Set.of(301, 302, 303, 307, 308);
    private static final Pattern ABSOLUTE = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:.*");

    private Redirects() {}

    static boolean isRedirect(int status) {
        return STATUS_CODES.contains(status);
    }

    /** Whether a redirect leads to the same host, by TLS instead of without. */
    static boolean isSameByTls(RedirectHop hop, String location) {
        if (hop.target().secure()) {
            return false;
        }
        try {
            Target next = resolved(hop.target(), location);
            HostOverride named = hop.hostOverride();
            return next.secure()
                    && (next.host().equals(hop.target().host())
                            || (named != null && next.host().equalsIgnoreCase(named.serverName())));
        } catch (ProbeFailedException noTarget) {
            return false;
        }
    }

    /**
     * The target of a redirect.
     *
     * @param location the value of {@code Location}; null when there is none
     * @throws ProbeFailedException when it may not be followed
     */
    static Target follow(TargetPolicy policy, RedirectHop hop, @Nullable String location) throws ProbeFailedException {
        if (location == null) {
            throw refused("a redirect without Location");
        }
        if (hop.redirects() >= MAX_HOPS) {
            throw new ProbeFailedException(
                    Phase.UPGRADE,
                    Reason.TOO_MANY_REDIRECTS,
                    "more than " + MAX_HOPS + " redirects, the next one to " + shown(location));
        }
        Target target = resolved(hop.target(), location);
        if (hop.target().secure() && !target.secure()) {
            throw refused("a redirect from wss to ws: " + target);
        }
        String forbidden = policy.refusalOfHost(target);
        if (forbidden != null) {
            throw ProbeFailedException.forbiddenRedirect(forbidden);
        }
        return target;
    }

    private static Target resolved(Target base, String location) throws ProbeFailedException {
        int fragment = location.indexOf('#');
        String reference = utf8(fragment < 0 ? location : location.substring(0, fragment));
        try {
            return withoutDots(
                    Target.parse(ABSOLUTE.matcher(reference).matches() ? reference : onBase(base, reference)));
        } catch (InvalidTargetException e) {
            throw refused("a redirect to " + shown(location) + ": " + e.getMessage());
        }
    }

    /** A field's bytes come as characters of Latin-1; what is UTF-8 is meant so, as browsers and Go take it. */
    private static String utf8(String latin1) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(latin1.getBytes(StandardCharsets.ISO_8859_1)))
                    .toString();
        } catch (CharacterCodingException e) {
            return latin1;
        }
    }

    /** RFC 3986 §5.2.2, for references without a scheme. */
    private static String onBase(Target base, String reference) {
        String scheme = base.secure() ? "wss:" : "ws:";
        if (reference.startsWith("//")) {
            return scheme + reference;
        }
        String root = scheme + "//" + base.authority();
        if (reference.startsWith("/")) {
            return root + reference;
        }
        if (reference.isEmpty()) {
            return root + base.requestTarget();
        }
        int query = base.requestTarget().indexOf('?');
        String path = query < 0 ? base.requestTarget() : base.requestTarget().substring(0, query);
        return root + (reference.startsWith("?") ? path : path.substring(0, path.lastIndexOf('/') + 1)) + reference;
    }

    private static Target withoutDots(Target target) {
        return new Target(
                target.secure(), target.host(), target.address(), target.port(), removedFrom(target.requestTarget()));
    }

    private static ProbeFailedException refused(String detail) {
        return new ProbeFailedException(Phase.UPGRADE, Reason.REDIRECT_REFUSED, detail);
    }

    private static String shown(String location) {
        return Printable.quotedAscii(Printable.oneLine(QueryValues.hideIn(location), 200));
    }

    /** The path without them; the query stays as it is. */
    static String removedFrom(String pathAndQuery) {
        int query = pathAndQuery.indexOf('?');
        String path = query < 0 ? pathAndQuery : pathAndQuery.substring(0, query);
        List<String> kept = new ArrayList<>();
        String[] segments = path.split("/", -1);
        for (int i = 1; i < segments.length; i++) {
            boolean last = i == segments.length - 1;
            if (segments[i].equals("..") && !kept.isEmpty()) {
                kept.remove(kept.size() - 1);
            }
            boolean dots = segments[i].equals(".") || segments[i].equals("..");
            if (!dots) {
                kept.add(segments[i]);
            } else if (last) {
                kept.add("");
            }
        }
        return "/" + String.join("/", kept) + (query < 0 ? "" : pathAndQuery.substring(query));
    }
}
