package dev.websocketexporter.server.handlers;

import dev.websocketexporter.config.Configuration;
import dev.websocketexporter.config.ConfigurationSource;
import dev.websocketexporter.config.yaml.ConfigurationException;
import dev.websocketexporter.fuzz.Bounds;
import dev.websocketexporter.fuzz.Expect;
import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.target.HostAndPort;
import dev.websocketexporter.probe.target.InvalidTargetException;
import dev.websocketexporter.probe.target.Target;
import dev.websocketexporter.probe.target.TargetPolicy;
import dev.websocketexporter.probe.value.IpText;
import dev.websocketexporter.server.http.HttpErrorException;
import dev.websocketexporter.server.http.QueryParameters;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Target and {@code hostname}, alone and as the query of a probe. What is accepted is plain: written again, it means the
 * same; it fits into a request line; and no spelling hides an address from the policy. The first byte chooses which.
 */
public final class UrlFuzz {
    private static final Bounds BOUNDS = new Bounds(Duration.ofMillis(50), 8 << 20);
    private static final Configuration CONFIGURATION = configuration();
    private static final Pattern NAME = Pattern.compile("[a-z0-9_-]+(\\.[a-z0-9_-]+)*\\.?");
    private static final Pattern LOOKS_LIKE_IPV4 = Pattern.compile("(.*\\.)?(0x[0-9a-f]*|[0-9]+)\\.?");
    private static final int LONGEST_MESSAGE = 1_000;
    private static final int LONGEST_TARGET = 64 * 1024;

    private UrlFuzz() {}

    private static Configuration configuration() {
        try {
            return new ConfigurationSource(null, Set.of()).load().configuration();
        } catch (ConfigurationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** For the fuzzer. */
    public static void fuzzerTestOneInput(byte[] data) {
        if (data.length > 0) {
            BOUNDS.hold(data, UrlFuzz::play);
        }
    }

    private static void play(byte[] data) {
        String text = new String(data, 1, data.length - 1, StandardCharsets.UTF_8);
        switch (data[0] & 3) {
            case 0 -> target(text);
            case 1 -> host(text);
            case 2 -> query(text);
            default -> target("wss://" + text);
        }
    }

    private static void target(String url) {
        try {
            accepted(Target.parse(url));
        } catch (InvalidTargetException e) {
            Expect.line(e.getMessage(), LONGEST_MESSAGE);
        }
    }

    private static void host(String text) {
        try {
            HostAndPort parsed = HostAndPort.parse(text, "hostname");
            plain(parsed.host(), parsed.address());
        } catch (InvalidTargetException e) {
            Expect.line(e.getMessage(), LONGEST_MESSAGE);
        }
    }

    private static void query(String query) {
        try {
            ProbeParameters parameters = new ProbeParameters(CONFIGURATION, Duration.ofMillis(500), () -> {});
            ProbeRequest request = parameters.read(QueryParameters.parse(query), List.of());
            accepted(request.target());
            ProbeRequest.HostOverride host = request.hostOverride();
            if (host != null) {
                Expect.that(
                        host.hostHeader().chars().allMatch(c -> c > 0x20 && c < 0x7f), "Host: " + host.hostHeader());
            }
        } catch (HttpErrorException e) {
            Expect.line(e.getMessage(), LONGEST_MESSAGE);
        }
    }

    private static void accepted(Target target) {
        plain(target.host(), target.address());
        Expect.that(target.port() >= 1 && target.port() <= 65_535, "port " + target.port());
        Expect.that(
                target.requestTarget().startsWith("/")
                        && target.requestTarget().chars().allMatch(c -> c > 0x20 && c < 0x7f),
                "request target " + target.requestTarget());
        Expect.equal(again(target), target, "written and parsed again");
        Expect.line(target.toString(), LONGEST_TARGET);
        InetAddress address = target.address();
        if (address != null && isLinkLocal(address)) {
            Expect.that(TargetPolicy.DEFAULT.refusalOfHost(target) != null, "the policy lets " + target + " through");
        }
    }

    private static Target again(Target target) {
        String scheme = target.secure() ? "wss://" : "ws://";
        try {
            return Target.parse(scheme + target.authority() + target.requestTarget());
        } catch (InvalidTargetException e) {
            // Longer than it was, by its escapes.
            Expect.that(
                    String.valueOf(e.getMessage()).contains("at most 2048"), "refused when it is written again: " + e);
            return target;
        }
    }

    private static void plain(String host, @Nullable InetAddress address) {
        if (address == null) {
            Expect.that(NAME.matcher(host).matches() && host.length() <= 254, "host " + host);
            Expect.that(!LOOKS_LIKE_IPV4.matcher(host).matches(), "an address is taken for a name: " + host);
        } else {
            Expect.equal(host, IpText.of(address), "spelling of an address");
        }
    }

    private static boolean isLinkLocal(InetAddress address) {
        byte[] bytes = address.getAddress();
        return bytes.length == 4
                ? (bytes[0] & 0xff) == 169 && (bytes[1] & 0xff) == 254
                : (bytes[0] & 0xff) == 0xfe && (bytes[1] & 0xc0) == 0x80;
    }
}
